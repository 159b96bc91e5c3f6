import type { Finding } from '#reports'
import { heardInWords, isWell, lastLines, statusOf, unsure, well, wrong } from '../findings.ts'
import type { Exchange, Patient } from '../patient.ts'
import type { SignedUp } from '../signups.ts'

/** Did anybody get in? @param exchanges of that day, webhooks left out @param isCutOff whether it reaches for a provider that is not there */
export function signup(
  { options, up }: Patient,
  { replies, why, subscriptions }: SignedUp,
  exchanges: readonly Exchange[],
  isCutOff: boolean,
): Finding {
  if (why !== undefined) return wrong('signup', why, ...printed(up().lastWords()))
  if (options.commands?.subscribe === undefined)
    return subscriptions.length > 0
      ? well('signup', `${subscriptions.length} signed up at the provider’s own pages`)
      : wrong(
          'signup',
          'nobody can sign up',
          '`commands.subscribe` says by which request customers do; or put `subscribe` into `portal`, for signups at the provider’s own pages',
        )
  const jobs: readonly string[] = Object.values(options.jobs ?? {}).map(({ send }) => send.to)
  const asked = exchanges.filter(({ sent }) => !jobs.includes(sent.to))
  const accepted = replies.filter(({ reply }) => reply?.kind === 'accepted')
  const notOffered = replies.filter(({ reply }) => reply?.kind === 'refused' && reply.reason === 'it is not offered')
  const failed = asked.find((each) => !isWell(statusOf(each)))
  const unsold = notOffered.length === 0 ? '' : `; not sold: ${notOffered.map(({ plan }) => plan).join(', ')}`
  if (asked.length === 0)
    return wrong(
      'signup',
      `nobody was signed up: \`commands.subscribe\` is undefined for ${notOffered.map(({ plan }) => plan).join(', ')}`,
      'of the plans of the world sell at least one: `prices` says which of yours it is',
    )
  if (failed === undefined) return well('signup', `${accepted.length} of ${asked.length} accepted${unsold}`)
  const says = `${accepted.length} of ${asked.length} accepted; ${failed.sent.to} answered ${heardInWords(failed)}`
  const todo = [...hints(statusOf(failed), heardInWords(failed)), ...printed(up().lastWords())]
  if (isCutOff) return unsure('signup', `${says}: its provider is out of reach`)
  return accepted.length === 0 ? wrong('signup', says, ...todo) : unsure('signup', says, ...todo)
}

function hints(status: number | undefined, words: string): readonly string[] {
  if (/no such (table|column)|relation .* does not exist/.test(words))
    return ['its tables are not there, or older than its code: `migrate` says what makes them']
  if (status === 404 || status === 405) return ['`commands.subscribe` names a route that it does not have']
  if (status === 400 || status === 422) return ['what `commands.subscribe` sends is not what it expects']
  if (status === 402) return ['the card was good: is the price one that `prices` names?']
  return []
}

const printed = (text: string): readonly string[] => (text === '' ? [] : [`it printed last: ${lastLines(text, 3)}`])

/** Whom did it ask? @param came how many requests reached the twin @param outward whom else it tried */
export function provider({ options }: Patient, came: number, outward: string | undefined, needsMany: boolean): Finding {
  const where =
    'on Node the vendor’s own host is led there by itself: give its client no `host` of its own in `env`; others are told `twin`'
  if (came === 0 && outward !== undefined) return wrong('provider', `0 requests reached the twin: ${outward}`, where)
  if (came === 0)
    return needsMany
      ? wrong(
          'provider',
          '0 requests reached the twin, and nothing else was tried',
          'does it work without the provider when `env` is like this? It is to be as in production, with a test key',
          where,
        )
      : unsure('provider', '0 requests reached the twin: what it was asked does not need the provider')
  if (outward !== undefined)
    return wrong(
      'provider',
      `${came} requests reached the twin, and ${outward}`,
      `what else it reaches for is to be switched off in \`env\`: no run of ${options.name} is decided otherwise`,
    )
  return well('provider', `${came} requests reached the twin, and nothing else was tried`)
}
