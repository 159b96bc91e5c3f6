/** What a terminal obeys instead of showing it, and what turns the order of letters; line ends are ours. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const obeyed = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/g
/** Colours and weights, which we set ourselves. */
// oxlint-disable-next-line no-control-regex -- as above
const painted = /(\u001B\[[0-9;]{0,20}m)/

/** Escapes as JSON has them, so that what was JSON stays it. */
const escaped = (text: string): string => text.replaceAll(obeyed, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** @param isPainted leaves colours as they are */
export const printable = (text: string, isPainted: boolean): string =>
  isPainted
    ? text
        .split(painted)
        .map((part, index) => (index % 2 === 1 ? part : escaped(part)))
        .join('')
    : escaped(text)
