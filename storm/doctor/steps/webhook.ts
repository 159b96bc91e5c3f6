import type { Finding } from '#reports'
import { heardInWords, isWell, lastLines, statusOf, unsure, well, wrong } from '../findings.ts'
import type { Exchange, Patient } from '../patient.ts'

/** Did its endpoint take what was signed rightly, and refuse what was not? */
export function webhook({ options, up }: Patient, right: readonly Exchange[], wrongly: readonly Exchange[]): Finding {
  const [first] = right
  if (first === undefined)
    return unsure(
      'webhook',
      `none was due in a day of signups: it listens to ${options.listens?.join(', ') ?? 'everything'}`,
      '`listens` is to name the types of events that its endpoint is told of, as at the provider’s dashboard',
    )
  const refused = right.find((each) => !isWell(statusOf(each)))
  const trusting = wrongly.find((each) => isWell(statusOf(each)))
  const taken = `${right.length} of ${right.length} answered with 2xx`
  if (refused === undefined && trusting === undefined && wrongly.length > 0)
    return well('webhook', `${taken}; signed with another secret, all were refused (${heardInWords(wrongly[0]!)})`)
  if (refused === undefined && wrongly.length === 0) return unsure('webhook', `${taken}; with another secret none came`)
  if (refused === undefined)
    return wrong(
      'webhook',
      `${taken}, and one that was signed with another secret was taken as well: ${heardInWords(trusting!)}`,
      'anybody could send it events: it is to verify the signature, with the secret that `env` is given as `webhookSecret`',
    )
  const status = statusOf(refused)
  const says = `${refused.sent.to} answered ${heardInWords(refused)}`
  if (status === 404 || status === 405) return wrong('webhook', says, '`webhook` names a route that it does not have')
  const words = lastLines(up().lastWords(), 3)
  const printed = words === '' ? [] : [`it printed last: ${words}`]
  const other = wrongly.find((each) => !isWell(statusOf(each)))
  if (right.every((each) => statusOf(each) === status) && other !== undefined && heardInWords(other) === heardInWords(refused))
    return wrong(
      'webhook',
      `${says}, to what was signed rightly and to what was not`,
      'it verifies with another secret: `env` is given `webhookSecret`; under which name does the service read it?',
      'or it verifies something else than the bytes that came: a body that was parsed before',
      ...printed,
    )
  return wrong('webhook', `the signature is accepted, and the handler fails: ${says}`, ...printed)
}
