import type { Instant, Sight, View } from '#machines'
import { type Capabilities, refusedVersion } from '#simulator'
import { isOfTheWorld } from './life.ts'
import type { Lived } from './lived.ts'
import { rowsOf } from './lived.ts'

/** What capabilities say that a life did not show, a line each. */
export function unkept(capabilities: Capabilities, life: Lived): readonly string[] {
  return [...commandsUnkept(capabilities, life), ...sightsUnkept(capabilities, life), ...clockUnkept(capabilities, life)]
}

/** What cannot be so, whatever the system does: it is not even tried. */
export function contradictions({ endpointVersion, jobs, reconcile, commands, authority, checkout }: Capabilities): readonly string[] {
  const refused = refusedVersion(endpointVersion)
  const twice = jobs.map(({ name }) => name).filter((name, index, all) => all.indexOf(name) !== index)
  return [
    ...(refused === undefined ? [] : [`endpointVersion: ${refused}`]),
    ...twice.map((name) => `jobs: two are called ${name}`),
    ...(reconcile && jobs.length === 0 ? ['reconcile: it has no job that could'] : []),
    ...(authority === 'ours' && checkout !== true && !commands.includes('subscribe')
      ? ['authority ours: nobody can sign up in it, for it takes no command subscribe']
      : []),
  ]
}

function commandsUnkept({ level, commands, checkout, authority }: Capabilities, { replies, promises, truth }: Lived): readonly string[] {
  const signups = replies.filter(({ input }) => input.command.do === 'subscribe')
  const accepted = signups.filter(({ reply }) => reply.kind === 'accepted')
  const refusals = [...new Set(signups.flatMap(({ reply }) => (reply.kind === 'refused' ? [reply.reason ?? 'without a reason'] : [])))]
  return [
    ...(level === 'native' && promises.length > 0 ? [`level native: ${promises[0]!} gave a promise`] : []),
    ...(signups.length > 0 && accepted.length === 0
      ? [`commands: it takes subscribe, and refused every signup with a good card: ${refusals.join(', ')}`]
      : []),
    ...(checkout === true && accepted.length > 0 && accepted.every(({ reply }) => reply.kind !== 'accepted' || reply.page === undefined)
      ? ['checkout: no signup led to a page of the provider’s']
      : []),
    ...(commands.includes('subscribe') && accepted.length > 0 && authority === 'provider' && truth.subscriptions === 0
      ? ['authority provider: signups were accepted, and the provider has no subscription']
      : []),
    ...(authority === 'ours' && truth.subscriptions > 0
      ? ['authority ours: it made a subscription at the provider, which then bills as well']
      : []),
  ]
}

/** Sections that must have had a row, by what truly happened. */
function sightsUnkept({ sights }: Capabilities, { most, truth, replies }: Lived): readonly string[] {
  const signedUp = replies.some(({ input, reply }) => input.command.do === 'subscribe' && reply.kind === 'accepted')
  const live = truth.subscriptions > 0
  const happened: Partial<Record<Sight, string | false>> = {
    customers: (signedUp || live) && 'somebody signed up',
    subscriptions: live && 'the provider has subscriptions',
    invoices: signedUp && truth.wasPaid && 'signups were paid',
  }
  return sights.flatMap((sight) => {
    const why = happened[sight]
    return why === undefined || why === false || (most.get(sight) ?? 0) > 0
      ? []
      : [`sights: it shows ${sight}, and never showed a row, while ${why}`]
  })
}

/** Whose clock is the world's knows of no later time. */
function clockUnkept({ clock }: Capabilities, { view }: Lived): readonly string[] {
  const found = view === undefined || clock !== 'controlled' ? undefined : strangeMoment(view)
  return found === undefined ? [] : [`clock controlled: ${found}, which is no time of this world`]
}

/** A moment in a view that is after all that happens there: `invoices.0.issuedAt is 2026-11-22T10:00:00.000Z`. */
function strangeMoment(view: View): string | undefined {
  for (const [sight, rows] of Object.entries(view))
    for (const [index] of rowsOf(view, sight).entries())
      for (const [field, value] of Object.entries((rows as readonly object[])[index] ?? {}))
        if (moments.has(field) && typeof value === 'number' && !isOfTheWorld(value as Instant))
          return `${sight}.${index}.${field} is ${new Date(value).toISOString()}`
  return undefined
}

const moments: ReadonlySet<string> = new Set(['periodStart', 'periodEnd', 'issuedAt', 'startedAt', 'at', 'until'])
