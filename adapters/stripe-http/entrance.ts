import { refusedVersion } from '#simulator'

/** What the HTTP of a request says before anybody looks at what is asked. */
export interface Arrival {
  readonly method: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
}

/** An answer that needs no twin. */
export interface Turned {
  readonly status: number
  readonly error: { readonly type: string; readonly message: string; readonly code?: string; readonly param?: string }
}

const invalid = (status: number, message: string, code?: string): Turned => ({
  status,
  error: { type: 'invalid_request_error', ...(code === undefined ? {} : { code }), message },
})

/** The key of the account, as bearer or as the name of HTTP's own log-in. */
function keyIn(authorization: string | undefined): string | undefined {
  const [scheme = '', given = ''] = (authorization ?? '').split(' ', 2)
  const key =
    scheme.toLowerCase() === 'bearer'
      ? given
      : scheme.toLowerCase() === 'basic'
        ? Buffer.from(given, 'base64').toString('utf8').replace(/:.*$/s, '')
        : ''
  return key === '' ? undefined : key
}

/**
 * Turns away who has no key, who has one that moves real money, who speaks another version, or who encodes otherwise.
 * @returns undefined when the request may go in
 */
export function turnedAway({ method, headers, body }: Arrival): Turned | undefined {
  const key = keyIn(headers['authorization'])
  if (key === undefined)
    return invalid(401, 'no key came along: send `Authorization: Bearer sk_test_…`; the twin takes every key that is not a live one')
  if (/^(sk|rk|pk)_live_/.test(key))
    return invalid(
      401,
      'this is a live key; the twin takes none, so that no program that moves real money talks to it by mistake',
      'live_key',
    )
  const version = headers['stripe-version']
  const refusal = version === undefined ? undefined : refusedVersion(version)
  if (refusal !== undefined) return invalid(400, refusal)
  for (const name of ['stripe-account', 'stripe-context'])
    if (headers[name] !== undefined)
      return invalid(501, `the header ${name} speaks of connected accounts, which the twin does not model`, 'billstorm_not_modelled')
  const type = headers['content-type'] ?? ''
  if (method === 'POST' && body !== '' && !type.startsWith('application/x-www-form-urlencoded'))
    return invalid(400, `a body is a form, application/x-www-form-urlencoded, not ${type === '' ? 'of no type' : type.slice(0, 80)}`)
  return undefined
}

/**
 * Does a request come from this machine's programs? A page in a browser may not turn the twin's knobs, whatever name it found
 * for this address.
 */
export function isFromElsewhere(headers: Arrival['headers']): boolean {
  const isHere = (host: string): boolean => /^(localhost|[^:]*\.localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(host)
  const { host, origin } = headers
  return (host !== undefined && !isHere(host)) || (origin !== undefined && !isHere(origin.replace(/^https?:\/\//, '')))
}
