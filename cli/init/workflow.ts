import type { Found } from './found.ts'

export const workflowFile = '.github/workflows/billstorm.yml'

/** A workflow that proves the wiring and storms each change. Root, since the machines there forbid namespaces to others. */
export function workflowText({ file, stack }: Found): string {
  const { language } = stack
  return [
    'name: billstorm',
    'on: [pull_request]',
    'permissions:',
    '  contents: read',
    'jobs:',
    '  storm:',
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 20',
    '    steps:',
    '      - uses: actions/checkout@v4',
    ...(language === 'go' ? ['      - uses: actions/setup-go@v5', '        with:', '          go-version-file: go.mod'] : []),
    '      - uses: actions/setup-node@v4',
    '        with:',
    '          node-version: 24',
    ...(language === 'node' ? ['      - run: npm ci'] : []),
    '      # As root: the service is kept off the network by a namespace, which others may not make here.',
    `      - run: sudo env "PATH=$PATH" npx billstorm doctor --system ./${file}`,
    `      - run: sudo env "PATH=$PATH" npx billstorm run --system ./${file} --seeds 200`,
    '      - if: failure()',
    '        uses: actions/upload-artifact@v4',
    '        with:',
    '          name: billstorm',
    '          path: .billstorm/failures',
    '          include-hidden-files: true',
    '',
  ].join('\n')
}
