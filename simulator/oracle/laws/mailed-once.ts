import type { Invariant, Witness } from '../scene.ts'
import { about, witness } from '../witness.ts'

/** Of all mail that left, one cause makes one letter. Sent again under its key it is the same letter. */
export const mailedOnce: Invariant = {
  code: 'BS109',
  name: 'mailed once',
  when: 'end',
  stance: 'policy',
  rests: 'law',
  needs: ['notices'],
  applies: (scene) => scene.truth.effects.filter((effect) => effect.kind === 'mail').length,
  violations(scene) {
    const found: Witness[] = []
    const keyOf = new Map<string, string>()
    for (const { kind, who, detail } of scene.truth.effects) {
      if (kind !== 'mail') continue
      const letter = read(detail)
      const cause = `${who ?? ''} ${letter.about}`
      const before = keyOf.get(cause)
      if (before === undefined) keyOf.set(cause, letter.key)
      else if (before !== letter.key || letter.key === '')
        found.push(witness('again', who, [about('mail', letter.about)], `${who ?? 'somebody'} was mailed twice about ${letter.about}`))
    }
    return found
  },
}

/** What a letter is about, its key apart; a text that is no object is about itself. */
function read(detail: string): { readonly about: string; readonly key: string } {
  let request: unknown
  try {
    request = JSON.parse(detail)
  } catch {
    return { about: detail, key: '' }
  }
  if (typeof request !== 'object' || request === null || !('key' in request)) return { about: detail, key: '' }
  const { key, ...rest } = request
  return { about: JSON.stringify(rest), key: String(key) }
}
