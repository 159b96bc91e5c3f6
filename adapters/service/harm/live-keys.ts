/**
 * What looks like a key that moves real money. Whether it is one is not asked: nobody but its owner could say.
 * All prefixes are known by sight, not read up.
 */
const liveKeys: readonly RegExp[] = [
  // sk_live_, rk_live_, pk_live_, sk_org_live_ as words of their own.
  /(?<![0-9a-z])[srp]k_(?:[a-z]{2,8}_)?live_[0-9a-z]/i,
  // Also rzp_live_, pdl_live_ and their like, wherever they stand, by a tail that no word has.
  /[a-z]{2,8}_(?:[a-z]{2,8}_)?live_(?=[a-z_]*[0-9])[0-9a-z_]{10}/i,
  /(?<![0-9a-z_])live_(?=[a-z_-]*[0-9])[0-9a-z_-]{20}/i,
  /access_token\$production\$[0-9a-z]/i,
]

/** The same beginnings in Base64, at each of its three alignments: secrets are often written so. */
const encoded: readonly string[] = ['sk_live_', 'rk_live_'].flatMap((start) =>
  [0, 1, 2].map((shift) => {
    const text = Buffer.from(`${'-'.repeat(shift)}${start}`).toString('base64')
    // The first characters hold what stood before, the last may hold what comes after.
    return text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + start.length) * 8) / 6))
  }),
)

/** Whether text holds what looks like a live key, plainly, URL-encoded, in Base64 or in UTF-16. */
export function holdsLiveKey(text: string): boolean {
  const plain = text.replaceAll('\0', '').replaceAll(/%([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return liveKeys.some((key) => key.test(plain)) || encoded.some((start) => plain.includes(start))
}

/** The lines, counted from 1, on which a live key stands. */
export function linesWithLiveKey(text: string): readonly number[] {
  return text.split('\n').flatMap((line, index) => (holdsLiveKey(line) ? [index + 1] : []))
}

/** The variables, sorted, whose name or value holds a live key. */
export function variablesWithLiveKey(env: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(env)
    .filter((name) => holdsLiveKey(name) || holdsLiveKey(env[name]!))
    .toSorted()
}
