import { commandKinds, currencies, intervals, methods, minor } from '#machines'
import { type Case, caseFormat, isFailureId, isIsoDuration } from '#simulator'
import { z } from 'zod'

/** The largest case file that is read, in bytes. */
export const maxCaseBytes = 1_048_576
const maxDepth = 12

/** A case file that cannot be used, and what to do about it. */
export class CaseFileError extends Error {
  constructor(says: string) {
    super(says)
    this.name = 'CaseFileError'
  }
}

const text = z.string().min(1).max(500)
const who = z.string().regex(/^[a-z0-9]{1,40}$/, 'a customer is named in small letters and digits: ada')
const segment = text.refine((value) => !value.includes('/'), 'holds a slash, which separates the parts of a name')
const span = z.string().max(40).refine(isIsoDuration, 'is no span of time; write P3D or PT1H30M')
const moment = z.iso.datetime({ message: 'is no moment; write 2024-01-31T00:00:00Z' })
const whole = z.int()

const terms = {
  plan: text.optional(),
  quantity: whole.min(1).max(1_000_000).optional(),
  method: z.enum(methods).optional(),
  trial: span.optional(),
}

/** The schema of `*.case.json`, billstorm.case/1. */
export const caseSchema = z.strictObject({
  format: z.literal(caseFormat, { error: `is not ${caseFormat}; replay the case with the billstorm that wrote it` }),
  made: z.strictObject({ billstorm: text, kernel: whole, scenario: text, system: text, node: text }),
  world: z.strictObject({
    starts: moment,
    lasts: span,
    zone: z.literal('UTC'),
    currency: z.enum(currencies as [string, ...string[]]),
    provider: text,
    apiVersion: text,
    policy: z.strictObject({
      plans: z
        .array(z.strictObject({ key: text, price: whole.transform((price) => minor(price)), interval: z.enum(intervals) }))
        .min(1)
        .max(100),
      grace: span,
      retries: z.array(span).max(50),
      endAction: z.enum(['cancel', 'unpaid']),
      draftWindow: span,
      changeExpires: span,
      lookupAfter: span,
      lateSuccess: z.literal('refund'),
      fullRefund: z.enum(['cancel', 'keep']),
    }),
  }),
  cast: z.array(z.strictObject({ as: who, ...terms })).max(100),
  story: z
    .array(
      z.strictObject({
        id: segment,
        who,
        at: span,
        do: z.enum(commandKinds),
        ...terms,
        when: z.enum(['now', 'period end']).optional(),
        succeeds: z.boolean().optional(),
        amount: whole.optional(),
      }),
    )
    .max(2_000),
  choices: z.array(z.strictObject({ name: text, is: z.union([z.literal(true), z.number(), text]), essential: z.boolean() })).max(20_000),
  broke: z.strictObject({
    id: z.string().refine(isFailureId, 'is no failure id; one looks like BS-4F2A91C3'),
    invariant: text,
    clause: z.string().max(500),
    witness: z.string().max(5_000),
    signature: z.string().max(20_000),
  }),
  digest: z.strictObject({ semantic: text, choices: text }),
  verified: whole.min(0),
})

/**
 * Reads a case somebody gave us: it is only data, and is not trusted.
 * @param from names the file in messages
 * @throws CaseFileError with what is wrong and what to do
 */
export function parseCase(content: string, from: string): Case {
  if (Buffer.byteLength(content) > maxCaseBytes)
    throw new CaseFileError(`${from} is larger than 1 MiB; a case is a few kilobytes: was it shrunk?`)
  let data: unknown
  if (depthOf(content) > maxDepth) throw new CaseFileError(`${from} nests deeper than ${maxDepth} levels; no case does`)
  try {
    data = JSON.parse(content)
  } catch {
    throw new CaseFileError(`${from} is no JSON; a case file is what \`billstorm pin\` writes`)
  }
  const parsed = caseSchema.safeParse(data)
  if (parsed.success) return parsed.data as Case
  const [issue] = parsed.error.issues
  const path = issue?.path.map(String).join('.') ?? ''
  const more = parsed.error.issues.length - 1
  throw new CaseFileError(
    `${from}: ${path === '' ? 'it' : path} ${issue?.message ?? 'does not fit'}${more > 0 ? ` (and ${more} more)` : ''}; mend it, or pin the failure again`,
  )
}

export const caseText = (file: Case): string => `${JSON.stringify(file, null, 2)}\n`

/** How deep the brackets of a JSON text nest, without reading it into memory as data. */
function depthOf(content: string): number {
  let [depth, deepest] = [0, 0]
  let inText = false
  for (let index = 0; index < content.length; index++) {
    const unit = content[index]
    if (inText) {
      if (unit === '\\') index++
      else if (unit === '"') inText = false
    } else if (unit === '"') inText = true
    else if (unit === '{' || unit === '[') deepest = Math.max(deepest, ++depth)
    else if (unit === '}' || unit === ']') depth--
  }
  return deepest
}
