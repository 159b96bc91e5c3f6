import type { Finding, Rule } from './source.ts'

const joined = (...pieces: readonly string[]): string => pieces.join('')

/**
 * Words that belong to a place or a tool and not to the project: folders of somebody's machine, hosts of registries,
 * assistants. They stand here in pieces, or this file would be its own first finding.
 */
const foreign: readonly string[] = [
  joined('/wo', 'rk/'),
  joined('/tm', 'p/'),
  joined('/ho', 'me/'),
  joined('/Use', 'rs/'),
  joined('/ro', 'ot/'),
  joined('registry.', 'npm'),
  joined('npm', 'js.'),
  joined('npm', 'mirror'),
  joined('deb.', 'debian'),
  joined('proxy.', 'golang'),
  joined('clau', 'de'),
  joined('anthro', 'pic'),
  joined('open', 'ai'),
  joined('chat', 'gpt'),
  joined('co', 'pilot'),
  joined('language ', 'model'),
  joined('sub', 'agent'),
  joined('co-authored', '-by'),
  joined('work', 'place'),
]

/** Code, docs and comments speak of the project alone. The lockfile is a tool's, but names no host either. */
export const speaksOfTheProject: Rule = ({ path, text }) => {
  const findings: Finding[] = []
  for (const [index, line] of text.split('\n').entries()) {
    const low = line.toLowerCase()
    for (const word of foreign)
      if (low.includes(word.toLowerCase())) findings.push({ path, line: index + 1, says: `${JSON.stringify(word)} is not the project's` })
  }
  return findings
}
