import { type Decoded, notModelledIn } from '#simulator'
import { type Arrival, turnedAway } from './entrance.ts'
import type { Life } from './life.ts'
import { struck } from './struck.ts'
import type { Telling } from './telling.ts'

/** What the log says of a request, besides what everybody can see of it. */
type Told = Pick<Telling & { readonly kind: 'request' }, 'operation' | 'status' | 'about' | 'replayed' | 'fault'>

/** What becomes of a request at the vendor's interface. */
export interface Outcome {
  /** Silence keeps the line open until the caller has had enough; a reset breaks it. */
  readonly sends: Response | 'nothing' | 'a reset'
  readonly told: Told
}

/** Takes a request at the vendor's interface to the twin, and its answer back. @param url whole, with its query */
export function answered(life: Life, url: string, arrival: Arrival): Outcome {
  const turned = turnedAway(arrival)
  if (turned !== undefined) return refusal(life, turned.status, turned.error)
  const decoded = decodedFrom(life, url, arrival)
  if (decoded === undefined) return refusal(life, 400, { type: 'invalid_request_error', message: 'path or form has a broken escape' })
  const asked = decoded.kind === 'request' ? decoded.request : undefined
  const operation = asked?.operation
  const fault = operation === undefined ? undefined : life.armed.call(operation)
  const came = decoded.kind === 'answer' ? decoded.answer : struck(life, decoded.request, fault)
  const told = { operation, fault, about: undefined, replayed: false }
  switch (came.kind) {
    case 'timeout':
      return { sends: 'nothing', told: { ...told, status: 'no answer' } }
    case 'reset':
      return { sends: 'a reset', told: { ...told, status: 'reset' } }
    case 'response': {
      const status = notModelledIn(came) === undefined ? came.status : 501
      const about = aboutOf(life.codec.show(came.body))
      return {
        sends: final(life.codec.encode({ ...came, status }, asked)),
        told: { ...told, status, about, replayed: came.replayed === true },
      }
    }
    default:
      throw new TypeError(`no such answer: ${JSON.stringify(came satisfies never)}`)
  }
}

/** An answer that needs no twin. */
export function refusal(
  life: Life,
  status: number,
  error: { readonly type: string; readonly message: string; readonly code?: string },
): Outcome {
  const sends = final(life.codec.encode({ kind: 'response', status, body: { error } }, undefined))
  return { sends, told: { operation: undefined, fault: undefined, status, about: error.message, replayed: false } }
}

/** Who asks again for what is not modelled is told the same, so that SDKs need not. */
function final(answer: Response): Response {
  if (answer.status === 501) answer.headers.set('stripe-should-retry', 'false')
  return answer
}

/** Undefined: an escape is broken. */
function decodedFrom(life: Life, url: string, { method, headers, body }: Arrival): Decoded | undefined {
  const known = Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
  try {
    return life.codec.decode(url, { method, headers: known, body })
  } catch (error) {
    if (error instanceof URIError || error instanceof TypeError) return undefined
    throw error
  }
}

/** The id of the object, the length of the list, or the code of the error. */
function aboutOf(body: unknown): string | undefined {
  const { id, error, data } = body as {
    readonly id?: unknown
    readonly data?: unknown
    readonly error?: { readonly code?: string; readonly decline_code?: string; readonly type?: string; readonly message?: string }
  }
  if (error !== undefined) return error.decline_code ?? error.code ?? error.message ?? error.type
  if (typeof id === 'string') return id
  return Array.isArray(data) ? `${data.length} rows` : undefined
}
