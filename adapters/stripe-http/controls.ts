import { isoInstant, later, utc, type Instant, type Method } from '#machines'
import { type Armed, declineCodes, faultsToArm, type FaultName } from './armed.ts'
import { spanIn } from './clock.ts'
import { plain } from './exchange.ts'
import type { Life } from './life.ts'

/** What whoever stands at the controls gave, from a form or from JSON. */
type Given = Readonly<Record<string, unknown>>

/** An order that cannot be carried out; the message names the fix. */
class BadOrder extends Error {
  constructor(says: string) {
    super(says)
    this.name = 'BadOrder'
  }
}

const text = (given: Given, name: string): string | undefined => {
  const value = given[name]
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw new BadOrder(`${name} is a text, not ${JSON.stringify(value)}`)
}

function needed(given: Given, name: string, like: string): string {
  const value = text(given, name)
  if (value === undefined) throw new BadOrder(`say ${name}, as ${name}=${like}`)
  return value
}

const clockRow = ({ clock, passing }: Life) => ({
  now: isoInstant(clock.now),
  unix: Math.floor(clock.now / 1_000),
  runs: clock.runs,
  /** When something happens by itself; nothing is planned where it is missing. */
  next: passing.next === undefined ? undefined : isoInstant(passing.next),
})

/** `by=30d` or `to=2027-01-31`, a second since 1970, or up to what happens next. */
function instantIn(given: Given, now: Instant, next: Instant | undefined): Instant {
  const [by, to] = [text(given, 'by'), text(given, 'to')]
  if ((by === undefined) === (to === undefined)) throw new BadOrder('say how far, as by=30d, or up to when, as to=2027-01-31T09:00:00Z')
  if (by !== undefined) {
    const span = spanIn(by)
    if (span === undefined) throw new BadOrder(`${JSON.stringify(by)} is no span of time; write 90s, 10m, 36h, 30d or 2w`)
    return later(now, span)
  }
  if (to === 'next') {
    if (next === undefined) throw new BadOrder('nothing is planned that could come next')
    return next < now ? now : next
  }
  if (/^\d{9,11}$/.test(to!)) return (Number(to) * 1_000) as Instant
  return utc(to!)
}

function arm(armed: Armed, life: Life, given: Given): void {
  const named = needed(given, 'fault', 'timeout after')
  const fault = faultsToArm.find((each) => each === named)
  if (fault === undefined) throw new BadOrder(`there is no fault ${JSON.stringify(named)}; there are ${faultsToArm.join(', ')}`)
  const times = text(given, 'times') ?? '1'
  if (!/^[1-9]\d{0,5}$/.test(times)) throw new BadOrder(`times is how often it strikes, from 1, not ${JSON.stringify(times)}`)
  const code = text(given, 'code')
  if (code !== undefined && fault !== 'decline') throw new BadOrder('only a decline has a code')
  if (code !== undefined && !declineCodes.includes(code))
    throw new BadOrder(`no bank declines with ${JSON.stringify(code)}; there are ${declineCodes.join(', ')}`)
  armed.arm({ fault, on: occasionOf(life, fault, text(given, 'on')), code, times: Number(times) })
}

/** A customer is waited for by whose they are. */
function occasionOf({ codec, twin }: Life, fault: FaultName, on: string | undefined): string | undefined {
  if (on === undefined || (fault !== 'decline' && fault !== 'needs action')) return on
  const customer = codec.take(on)
  const found = twin.customers().find(({ id }) => id === customer)
  if (found === undefined) throw new BadOrder(`there is no customer ${JSON.stringify(on)} whose payment could fail`)
  return found.owner
}

const methods: readonly Method[] = ['card', 'card needing authentication', 'card without funds', 'card expired']
const methodIn = (given: Given): Method => {
  const named = text(given, 'card') ?? 'card'
  const method = methods.find((each) => each === named)
  if (method === undefined) throw new BadOrder(`there is no card ${JSON.stringify(named)}; there are ${methods.join(', ')}`)
  return method
}

/** The customer answers the bank: yes unless they are said to fail. */
const answerIn = (given: Given): boolean => {
  const answers = text(given, 'answers') ?? 'yes'
  if (answers !== 'yes' && answers !== 'no') throw new BadOrder(`answers is yes or no, not ${JSON.stringify(answers)}`)
  return answers === 'yes'
}

const faultRows = (armed: Armed) => armed.all.map(({ fault, on, code, times }) => ({ fault, on, code, times }))

function stateOf(life: Life): unknown {
  const { twin, codec, armed, deliveries } = life
  return codec.show({
    clock: clockRow(life),
    customers: twin.customers().map(({ id }) => id),
    subscriptions: twin.subscriptions().map(({ owner: _, periodStart, periodEnd, created, ...rest }) => ({
      ...rest,
      periodStart: isoInstant(periodStart),
      periodEnd: isoInstant(periodEnd),
      created: isoInstant(created),
    })),
    books: twin.books(),
    endpoints: twin.endpoints().map(({ id, url, events, version }) => ({ id, url, events, version })),
    deliveries: deliveries.waiting,
    faults: faultRows(armed),
    notModelled: twin.notModelled(),
  })
}

type Order = (life: Life, given: Given) => unknown

/** What can be done at the controls, by method and path. */
const orders: Readonly<Record<string, Order>> = {
  'GET clock': clockRow,
  'POST clock/advance': async (life, given) => {
    await life.passing.advance(instantIn(given, life.clock.now, life.passing.next))
    return clockRow(life)
  },
  'POST clock/freeze': (life) => {
    life.passing.catchUp()
    life.clock.freeze()
    life.passing.catchUp()
    return clockRow(life)
  },
  'POST clock/run': (life) => {
    life.clock.run()
    life.passing.catchUp()
    return clockRow(life)
  },
  'GET faults': ({ armed }) => faultRows(armed),
  'POST faults': (life, given) => {
    arm(life.armed, life, given)
    return faultRows(life.armed)
  },
  'DELETE faults': ({ armed }) => {
    armed.disarm()
    return faultRows(armed)
  },
  'POST deliveries/settle': async ({ deliveries }) => {
    await deliveries.settled()
    return deliveries.waiting
  },
  'POST checkout': ({ twin, codec, happens }, given) => {
    const session = String(codec.take(needed(given, 'session', 'cs_test_…')))
    const [method, answers] = [methodIn(given), answerIn(given)]
    return { visit: happens((context) => twin.completeCheckout(session, method, context, answers ? 'succeeds' : 'fails')) }
  },
  'POST authenticate': ({ twin, codec, happens }, given) => {
    const on = needed(given, 'customer', 'cus_…')
    const found = twin.customers().find(({ id }) => id === codec.take(on))
    if (found === undefined) throw new BadOrder(`there is no customer ${JSON.stringify(on)}`)
    const answers = answerIn(given)
    const waited = happens((context) => twin.authenticate(found.owner, answers, context))
    if (!waited) throw new BadOrder(`no payment of ${on} waits for its customer`)
    return { answered: answers ? 'yes' : 'no' }
  },
  'GET state': stateOf,
}

function givenIn(body: string, type: string): Given {
  if (!type.startsWith('application/json')) return Object.fromEntries(new URLSearchParams(body))
  if (body === '') return {}
  const parsed: unknown = JSON.parse(body)
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new BadOrder('JSON here is an object')
  return parsed as Given
}

/**
 * Carries out what somebody orders at the controls.
 * @param path what comes after `/_billstorm/`
 * @param reset begins anew; answers the life that begins
 */
export async function controlled(
  life: Life,
  method: string,
  path: string,
  body: string,
  type: string,
  reset: () => Life,
): Promise<Response> {
  try {
    const name = `${method} ${path.replace(/\/$/, '')}`
    if (name === 'POST reset') return plain(200, clockRow(reset()))
    const order = orders[name]
    if (order === undefined) {
      const known = [...Object.keys(orders), 'POST reset'].map((each) => each.replace(' ', ' /_billstorm/'))
      return plain(name === 'GET ' ? 200 : 404, { says: name === 'GET ' ? 'the controls of the twin' : `no control ${name}`, known })
    }
    return plain(200, await order(life, givenIn(body, type)))
  } catch (error) {
    if (error instanceof BadOrder || error instanceof RangeError || error instanceof SyntaxError)
      return plain(400, { error: error.message })
    throw error
  }
}
