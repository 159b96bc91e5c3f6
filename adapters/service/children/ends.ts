import type { Exit, Outward, Restless } from '../enclosure/messages.ts'

/** How a child came to an end, or to no beginning, that nobody asked for. Expected of other people's services; never thrown. */
export type ChildEnd =
  | { readonly kind: 'never started'; readonly why: string }
  | { readonly kind: 'exited'; readonly afterMs: number; readonly exit: Exit }
  | { readonly kind: 'never ready'; readonly afterMs: number; readonly last: string }
  /** A port that was taken already answers too. */
  | { readonly kind: 'somebody else answered'; readonly port: number; readonly who: string }
  | { readonly kind: 'answered garbage'; readonly what: string }
  | { readonly kind: 'flooded'; readonly bytes: number }
  | { readonly kind: 'ignored SIGTERM'; readonly graceMs: number }

/** What made a run undecided, in one line. @param name of the child, as the user knows it */
export function saysEnd(name: string, end: ChildEnd): string {
  switch (end.kind) {
    case 'never started':
      return `${name} could not be started: ${end.why}`
    case 'exited':
      return `${name} ended by itself after ${seconds(end.afterMs)}, ${how(end.exit)}${quoted(end.exit.lastWords)}`
    case 'never ready':
      return `${name} was not ready within ${seconds(end.afterMs)}: ${end.last}`
    case 'somebody else answered':
      return `on port ${end.port}, where ${name} should be, answered ${end.who}`
    case 'answered garbage':
      return `${name} answered what is not HTTP: ${end.what}`
    case 'flooded':
      return `${name} was ended, since it printed ${Math.floor(end.bytes / 1_048_576)} MiB`
    case 'ignored SIGTERM':
      return `${name} did not end within ${seconds(end.graceMs)} of SIGTERM, and was killed`
    default:
      return end satisfies never
  }
}

/** What a child tried to reach that is not there for it, in one line; undefined when it tried nothing, or nobody could see it. */
export function saysOutward(name: string, { names, unrouted }: Outward): string | undefined {
  const tried = [
    ...(names.length === 0 ? [] : [`asked for ${shown(names)}`]),
    ...(unrouted === 0 ? [] : [`dialled addresses outside ${unrouted === 1 ? 'once' : `${unrouted} times`}`]),
  ]
  return tried.length === 0 ? undefined : `${name} tried to get out: it ${tried.join(', and ')}; nothing but the gates can be reached`
}

/** Who did not come to rest, in one line. */
export const saysRestless = (name: string, withinMs: number, { commands, keepsWaking }: Restless): string =>
  keepsWaking
    ? `${name} wakes up by itself again and again, more often than every 2 s: nobody can tell that from a request that is still worked on`
    : `${name} was still at work after ${seconds(withinMs)}: ${commands.join(', ')}`

const mostNames = 5

function shown(names: readonly string[]): string {
  const more = names.length - mostNames
  return names.slice(0, mostNames).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`

const how = ({ code, signal }: Exit): string => (signal === null ? `with code ${code}` : `by ${signal}`)

/** Lines that say what went wrong; runtimes print their version and a stack after it. */
const telling = /\w*(error|exception)\b|^(fatal|panic)\b|cannot |not found|denied|refused/i
const silent = /^\s*(at |\}|Node\.js v|goroutine |exit status |$)/

/** The line of what it printed that tells most, the last of several; the terminal stays ours. */
function quoted(text: string): string {
  const lines = text.split('\n')
  const last = lines.findLast((line) => telling.test(line) && !silent.test(line)) ?? lines.findLast((line) => !silent.test(line)) ?? ''
  const plain = last.replaceAll(/\p{Cc}/gu, '?').slice(0, 200)
  return plain === '' ? ', and printed nothing' : `: ${plain}`
}
