/** Says where a page comes from, for whoever would change it by hand. */
export const generated = (from: string): string => `<!-- Made from ${from} by \`npm run docs\`; a test holds it to them. -->`

/** A table of markdown. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')
}
