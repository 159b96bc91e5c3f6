import type { Form } from '#machines'
import type { Way } from './family.ts'
import type { Tale, Try } from './tale.ts'

/** Every form of something that charges, from the try it makes. */
export const byForm = (
  outcomes: Readonly<Partial<Record<Form, (tale: Tale, attempt: Try) => void>>>,
  begins: (tale: Tale) => Try,
): Readonly<Partial<Record<Form, Way>>> =>
  Object.fromEntries(Object.entries(outcomes).map(([form, comesOut]) => [form, (tale: Tale) => comesOut(tale, begins(tale))]))

/**
 * The worker dies once all that the command leads to is decided, and before it can say so: whoever asked asks again under the
 * same id.
 * @param last how often the burst has decided by then what is owed
 */
export const toldTwice = (tale: Tale, asks: string, last = 1): void =>
  tale.set(`${asks}/after write account${last === 1 ? '' : ` ${last}`}/crash`, '1 s')
