import type { Command, CommandReply, Fact, Observer, Operation, Ruled, View, Who } from '#machines'
import { commandKinds, isoInstant, sights, standardLegality } from '#machines'
import type { Activity, Delivery, Input, Pause, ProviderAnswer, ProviderRequest, System, World } from '#simulator'
import { pairName } from './coverage.ts'
import { shownStart } from './shown-start.ts'

/** Tables of a system of ours; one that has none of a name has no rows there. */
const tables = ['facts', 'commands', 'outbox', 'account', 'keys'] as const

/** Something a run showed at the system's door, where no recompute is asked. */
export type Seen =
  /** A command was refused, with the legality table's reason, and left no trace. */
  | { readonly what: 'refused'; readonly ruled: Ruled }
  /** An outcome was told once more, or a command asked once more, and nothing came of it. */
  | { readonly what: 'told again'; readonly operation: Operation }
  /** As before, of a payment: the attempt says of what operation. */
  | { readonly what: 'told again'; readonly attempt: string }
  /** Nobody knows what became of a refund; nothing changed, and it will be looked for. */
  | { readonly what: 'refund unknown'; readonly refund: string }
  | {
      readonly what: 'deviates'
      readonly name: string
      readonly who: Who
      readonly expected: string
      readonly found: string
      readonly at: string
    }

/** One activity on its way through the system. */
interface Under {
  readonly who: Who | undefined
  ruled: Ruled | undefined
  asksOutside: boolean
  /** Of a refund: its name, while its outcome is unknown. */
  unknownRefund: string | undefined
}

/**
 * The system with somebody at its door. The rows of a customer are the same arrays as long as nobody changes them, so that
 * "nothing came of it" is seen at a glance.
 * @param make the system, with somebody looking on inside
 * @param answersHere the customer's answer to the bank goes through the system
 */
export function lookedAt(
  make: (observer: Observer) => System,
  inside: Observer,
  answersHere: boolean,
): {
  readonly system: System
  readonly seen: readonly Seen[]
  readonly lookAgain: () => void
  readonly commandOf: (who: Who, fact: string) => Command | undefined
} {
  const seen: Seen[] = []
  let world: World
  let running: Under | undefined
  const open = new Set<Under>()
  let begun = 0
  const operations = new Map<string, Operation>()
  const system = make({
    ...inside,
    rules(ruled) {
      inside.rules(ruled)
      if (running !== undefined) running.ruled = ruled
    },
  })
  const rows = (who: Who): readonly unknown[] => tables.map((table) => world.list(table, who))
  const shown = (who: Who): string => JSON.stringify(rowsOf(system.view() as View, who))
  const deviates = (name: string, who: Who, expected: string, found: string): void => {
    seen.push({ what: 'deviates', name, who, expected, found, at: isoInstant(world.storeNow()) })
  }

  function judgeRefusal(
    ruled: Ruled,
    { who, asksOutside }: Under,
    reply: CommandReply,
    before: readonly unknown[],
    isAlone: boolean,
  ): void {
    const name = pairName(ruled)
    const standing = standardLegality[ruled.operation][ruled.start]
    const stands = shownStart(system.view() as View, who!)
    if (reply.kind !== 'refused' || standing === 'legal') return
    const isUntouched = rows(who!).every((list, place) => list === before[place])
    if (isAlone && world.now() === world.storeNow() && !stands.includes(ruled.start))
      return deviates(name, who!, ruled.start, stands.join(' or '))
    if (reply.reason !== ruled.refused) return deviates(name, who!, ruled.refused ?? 'accepted', reply.reason)
    // Another rule spoke first, such as that the account is deleted: the pair was not tried.
    if (ruled.refused !== standing.refused) return
    if (asksOutside) return deviates(name, who!, 'nobody outside is asked', 'the provider or the mail was')
    if (isUntouched) seen.push({ what: 'refused', ruled })
    else if (isAlone) deviates(name, who!, 'no row changes', 'rows changed')
  }

  /** Does the input tell what is known already? */
  function again(input: Input): Extract<Seen, { what: 'told again' }> | undefined {
    if (input.kind === 'command') {
      const operation = operations.get(`${input.who}/${input.id}`)
      const isKnown = world.list('commands', input.who).some(({ key }) => key === input.id)
      return operation === undefined || !isKnown ? undefined : { what: 'told again', operation }
    }
    if (input.kind !== 'delivery') return undefined
    const kind = toldBy[input.event.type]
    const attempt = attemptOf(input)
    if (kind === undefined || attempt === undefined) return undefined
    const isKnown = world
      .list('facts', input.event.owner)
      .some(({ row }) => (row as Fact).kind === kind && (row as { attempt?: string }).attempt === attempt)
    return isKnown ? { what: 'told again', attempt } : undefined
  }

  function receive(input: Input): Activity {
    const who = input.kind === 'command' ? input.who : input.kind === 'delivery' ? input.event.owner : undefined
    const under: Under = { who, ruled: undefined, asksOutside: false, unknownRefund: undefined }
    const told = who === undefined ? undefined : again(input)
    const before = who === undefined ? [] : rows(who)
    const saw = told === undefined ? undefined : shown(who!)
    const wasAlone = open.size === 0
    const activity = system.receive(input)
    let asked: ProviderRequest | undefined
    open.add(under)
    const place = ++begun
    return {
      name: activity.name,
      resume(answer) {
        if (asked !== undefined) under.unknownRefund = refundUnknown(asked, answer as ProviderAnswer) ?? under.unknownRefund
        running = under
        const pause = activity.resume(answer) as Pause
        running = undefined
        // Whoever dies before the answer has taken the command down all the same.
        if (input.kind === 'command' && under.ruled?.refused === undefined && under.ruled !== undefined)
          operations.set(`${input.who}/${input.id}`, under.ruled.operation)
        asked = pause.kind === 'call' && pause.to === 'provider' ? (pause.request as ProviderRequest) : undefined
        if (pause.kind === 'call' && pause.to !== 'store') under.asksOutside = true
        if (pause.kind === 'done') end(pause)
        return pause
      },
    }

    function end({ reply }: Extract<Pause, { kind: 'done' }>): void {
      open.delete(under)
      const isAlone = wasAlone && begun === place && open.size === 0
      if (under.unknownRefund !== undefined) refundWaits(under.unknownRefund)
      if (who === undefined) return
      const said = reply as CommandReply
      const { ruled } = under
      if (ruled !== undefined && said.kind === 'refused') judgeRefusal(ruled, under, said, before, isAlone)
      if (told === undefined) return
      const facts = tables.indexOf('facts')
      if (rows(who)[facts] === before[facts] && shown(who) === saw && (input.kind !== 'command' || said.kind === 'accepted'))
        seen.push(told)
    }
  }

  /** It is not done, and somebody will look for it. */
  function refundWaits(refund: string): void {
    const [who] = refund.split('/')
    const waits = world.list('outbox', who!).some(({ row }) => {
      const { effect, from } = row as { readonly effect: { readonly refund?: string }; readonly from: number }
      return effect.refund === refund && from > world.storeNow()
    })
    if (waits) seen.push({ what: 'refund unknown', refund })
  }

  return {
    seen,
    // Somebody new who knows nothing but the facts: all that was done is carried out once more in the fold, and must come to the same.
    commandOf(who, id) {
      const fact = world.list('facts', who).find(({ key }) => key === id)?.row as Fact | undefined
      return fact?.kind === 'command accepted' ? fact.command : undefined
    },
    lookAgain() {
      system.enter(world)
      void system.view()
    },
    system: {
      ...system,
      capabilities: answersHere ? { ...system.capabilities, commands: commandKinds } : system.capabilities,
      enter(entered) {
        world = entered
        system.enter(entered)
      },
      receive,
    },
  }
}

const toldBy: Readonly<Record<string, Fact['kind']>> = {
  'payment_intent.succeeded': 'payment succeeded',
  'payment_intent.payment_failed': 'payment failed',
  'payment_intent.requires_action': 'payment needs action',
}

const attemptOf = ({ event }: Delivery): string | undefined =>
  (event.object['metadata'] as Readonly<Record<string, string>> | undefined)?.['attempt']

/** Whose outcome a provider's answer leaves open. */
function refundUnknown({ operation, params }: ProviderRequest, answer: ProviderAnswer): string | undefined {
  if (operation !== 'refunds.create' || (answer.kind === 'response' && answer.status < 500)) return undefined
  return (params['metadata'] as Readonly<Record<string, string>> | undefined)?.['refund']
}

const rowsOf = (view: View, who: Who): readonly unknown[] =>
  sights.map((sight) => ((view[sight] ?? []) as readonly { readonly who: Who }[]).filter((row) => row.who === who))
