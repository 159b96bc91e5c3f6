import type { Duration } from '#machines'
import {
  chargeUnitOf,
  civilCalendar,
  commandKinds,
  currencies,
  days,
  endActions,
  intervals,
  later,
  methods,
  minor,
  utc,
  zones,
} from '#machines'
import {
  type Case,
  candidateOf,
  caseFormat,
  faults,
  isFailureId,
  isIsoDuration,
  kernelVersion,
  outcomeChoice,
  parseIsoDuration,
} from '#simulator'
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

/** What a terminal would obey, or what turns the order of letters: no name holds it. */
const isPlain = (value: string): boolean => !/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u.test(value)
const plainly = 'holds a control character; write plain words'

const textUpTo = (length: number) => z.string().max(length).refine(isPlain, plainly)
const text = textUpTo(500).min(1)
const who = z.string().regex(/^[a-z0-9]{1,40}$/, 'is no customer: small letters and digits, such as ada')
const segment = text.refine((value) => !value.includes('/'), 'holds a slash, which separates the parts of a name')
const whole = z.int()

/** Beyond this no story goes; a calendar has leap years enough by then. */
const longest: Duration = days(3_660)
const span = z
  .string()
  .max(40)
  .refine(isIsoDuration, { message: 'is no span of time; write P3D or PT1H30M', abort: true })
  .refine((value) => parseIsoDuration(value) <= longest, 'is longer than P3660D, ten years; write a shorter span')
/** A span in which something waits: of no length, it would wait in circles. */
const wait = span.refine((value) => !isIsoDuration(value) || parseIsoDuration(value) >= 1_000, 'is shorter than PT1S')
const gaps = z.array(wait).max(50)
const moment = z.iso
  .datetime({ message: 'is no moment; write 2024-01-31T00:00:00Z', abort: true })
  .refine((value) => /^20\d\d-/.test(value), 'is not between 2000 and 2099; write 2024-01-31T00:00:00Z')
  .refine(isMoment, 'does not exist in the calendar')

function isMoment(value: string): boolean {
  try {
    return utc(value) > 0
  } catch {
    return false
  }
}

/** Kinds that a choice may be of: its name ends with one. */
const kinds: readonly string[] = [...new Set([...faults.map(({ kind }) => kind), outcomeChoice].map(({ segment: { text: kind } }) => kind))]

const choiceName = text.superRefine((name, context) => {
  const parts = name.split('/')
  const kind = parts.at(-1) ?? ''
  if (parts.length < 2 || parts.includes(''))
    context.addIssue({ code: 'custom', message: 'is no name of a choice; one looks like ada/invoice.paid in_1/delivery 1/redeliver' })
  else if (!kinds.includes(kind))
    context.addIssue({
      code: 'custom',
      message: `ends in ${JSON.stringify(kind)}, which nothing deviates by; there are ${kinds.join(', ')}`,
    })
})

const money = whole.min(0).max(100_000_000)

const off = z.union([z.strictObject({ percent: whole.min(1).max(100) }), z.strictObject({ amount: money.min(1).transform(minor) })])
const lasts = z.union([z.enum(['once', 'forever']), z.strictObject({ months: whole.min(1).max(120) })])

const provisional = z.union([z.enum(['until settled', 'none']), z.strictObject({ capped: span })])

const rate = z.strictObject({ place: text, percent: z.number().min(0).max(100) })

const terms = {
  plan: text.optional(),
  quantity: whole.min(1).max(10_000).optional(),
  method: z.enum([...methods, 'none']).optional(),
  trial: span.optional(),
  terms: span.optional(),
  through: z.literal('checkout').optional(),
  place: text.optional(),
}

/** The schema of `*.case.json`, billstorm.case/1. */
export const caseSchema = z.strictObject({
  format: z.literal(caseFormat, { error: `is not ${caseFormat}; replay the case with the billstorm that wrote it` }),
  made: z.strictObject({
    billstorm: text,
    kernel: whole
      .min(1)
      .max(
        kernelVersion,
        `is of a newer kernel than this one, ${kernelVersion}; replay it with the billstorm that \`made\` names, or a newer one`,
      ),
    scenario: text,
    system: text,
    node: text,
  }),
  world: z.strictObject({
    starts: moment,
    lasts: wait,
    zone: z.enum(zones),
    currency: z.enum(currencies as [string, ...string[]]),
    provider: text,
    apiVersion: text,
    policy: z.strictObject({
      plans: z
        .array(z.strictObject({ key: text, price: money.transform((price) => minor(price)), interval: z.enum(intervals) }))
        .min(1)
        .max(100),
      taxes: z.strictObject({ prices: z.enum(['inclusive', 'exclusive']), rates: z.array(rate).min(1).max(100) }).optional(),
      addOns: z
        .array(z.strictObject({ key: text, prices: z.partialRecord(z.enum(intervals), money.transform(minor)) }))
        .max(100)
        .optional(),
      coupons: z
        .array(z.strictObject({ key: text, off, lasts }))
        .max(100)
        .optional(),
      couponsStack: z.boolean().exactOptional(),
      grace: span,
      retries: z.array(wait).max(50),
      endAction: z.enum(endActions),
      draftWindow: span,
      changeExpires: wait,
      lookupAfter: wait,
      lateSuccess: z.literal('refund'),
      fullRefund: z.enum(['cancel', 'keep']),
      accessOnTerms: z.enum(['until due', 'once paid']).optional(),
      provisionalAccess: provisional.exactOptional(),
      provisionalSignup: provisional.exactOptional(),
      partialPayment: z.enum(['keep', 'give back']).optional(),
      disputeAccess: z.enum(['withhold', 'keep']).exactOptional(),
      chargeUnit: money.min(1).transform(minor).optional(),
      minimumCharge: money.transform(minor).optional(),
      chargesFrom: money.transform(minor).optional(),
      jobs: z
        .strictObject({ gaps: z.strictObject({ payment: gaps, notification: gaps, other: gaps }), deaths: z.int().min(1).max(1_000) })
        .optional(),
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
        quantity: whole.min(0).max(10_000).optional(),
        when: z.enum(['now', 'period end']).optional(),
        succeeds: z.boolean().optional(),
        by: wait.optional(),
        amount: money.min(1).optional(),
        apply: z.boolean().optional(),
        operator: segment.optional(),
        seat: segment.optional(),
        job: text.optional(),
        coupon: text.optional(),
        addOn: text.optional(),
      }),
    )
    .max(2_000),
  choices: z
    .array(
      z.strictObject({
        name: choiceName,
        is: z.union([z.literal(true), z.int(), text], 'is neither true, a whole number nor a word'),
        essential: z.boolean(),
      }),
    )
    .max(20_000),
  broke: z.strictObject({
    id: z.string().refine(isFailureId, 'is no failure id; one looks like BS-4F2A91C3'),
    invariant: text,
    clause: textUpTo(500),
    witness: textUpTo(5_000),
    signature: textUpTo(20_000),
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
  if (content.trim() === '') throw new CaseFileError(`${from} is empty; a case file is what \`billstorm pin\` writes`)
  let data: unknown
  if (depthOf(content) > maxDepth) throw new CaseFileError(`${from} nests deeper than ${maxDepth} levels; no case does`)
  try {
    data = JSON.parse(content)
  } catch {
    throw new CaseFileError(`${from} is no JSON; a case file is what \`billstorm pin\` writes`)
  }
  const parsed = caseSchema.safeParse(data)
  if (!parsed.success) {
    const { issues } = parsed.error
    const [issue] = issues
    const path = issue?.path.map(String).join('.') ?? ''
    const more = issues.length - 1
    throw unfit(from, `${path === '' ? 'it' : path} ${issue?.message ?? 'does not fit'}${more > 0 ? ` (and ${more} more)` : ''}`)
  }
  const file = parsed.data as Case
  const odd = oddity(file)
  if (odd !== undefined) throw unfit(from, odd)
  return file
}

const unfit = (from: string, says: string): CaseFileError => {
  const line = says.replaceAll(/\s+/g, ' ')
  return new CaseFileError(`${from}: ${line.length > 600 ? `${line.slice(0, 599)}…` : line}; mend it, or pin the failure again`)
}

/** What fits the schema, and is still no case: twice the same name, a plan that is nowhere, a line that lacks what it needs. */
function oddity(file: Case): string | undefined {
  const { cast, story, choices, world } = file
  const twice =
    repeated(
      'world.policy.plans',
      world.policy.plans.map(({ key }) => key),
    ) ??
    repeated(
      'world.policy.coupons',
      (world.policy.coupons ?? []).map(({ key }) => key),
    ) ??
    repeated(
      'cast',
      cast.map(({ as }) => as),
    ) ??
    repeated(
      'story',
      story.map(({ who: whose, id }) => `${whose}/${id}`),
    ) ??
    repeated(
      'choices',
      choices.map(({ name }) => name),
    )
  if (twice !== undefined) return twice
  const keys = world.policy.plans.map(({ key }) => key)
  for (const [what, terms] of [...cast.map((each) => ['cast', each] as const), ...story.map((each) => ['story', each] as const)])
    if (terms.plan !== undefined && !keys.includes(terms.plan))
      return `${what} takes the plan ${JSON.stringify(terms.plan)}; the policy has ${keys.join(', ')}`
  const unit = chargeUnitOf(
    world.policy.chargeUnit === undefined ? world : { currency: world.currency, chargeUnit: world.policy.chargeUnit },
  )
  const odd = world.policy.plans.find(({ price }) => price % unit !== 0)
  if (odd !== undefined)
    return `the plan ${JSON.stringify(odd.key)} costs ${odd.price}; ${world.currency} is charged in whole multiples of ${unit}`
  const uneven = world.policy.coupons?.find((coupon) => 'amount' in coupon.off && coupon.off.amount % unit !== 0)
  if (uneven !== undefined)
    return `the coupon ${JSON.stringify(uneven.key)} is no multiple of ${unit}; ${world.currency} is charged in whole multiples of it`
  const lasts = parseIsoDuration(world.lasts)
  const late = story.find(({ at }) => parseIsoDuration(at) > lasts)
  if (late !== undefined) return `story line ${JSON.stringify(late.id)} is at ${late.at}, after the end at ${world.lasts}`
  try {
    const trials = [...cast, ...story].map(({ trial }) => (trial === undefined ? 0 : parseIsoDuration(trial)))
    // Far enough that no period which begins in the story ends where the zone's clocks are not known.
    const last = later(utc(world.starts), (lasts + Math.max(0, ...trials)) as Duration)
    civilCalendar.boundary(last, 'year', 2, world.zone)
    candidateOf(file)
  } catch (error) {
    if (error instanceof RangeError) return error.message
    throw error
  }
  return undefined
}

function repeated(where: string, names: readonly string[]): string | undefined {
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(name)) return `${where} has ${JSON.stringify(name)} twice; a name stands for one thing`
    seen.add(name)
  }
  return undefined
}

/** The text of a case. What a system said of itself is made plain, so that whatever we write can be read. */
export const caseText = (file: Case): string => {
  const broke = { ...file.broke, witness: tamed(file.broke.witness, 5_000), clause: tamed(file.broke.clause, 500) }
  return `${JSON.stringify({ ...file, broke }, null, 2)}\n`
}

const tamed = (said: string, most: number): string => said.replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, ' ').slice(0, most)

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
