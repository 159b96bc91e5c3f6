import { describe, expect, it } from 'vitest'
import { holdsLiveKey, linesWithLiveKey, variablesWithLiveKey } from './live-keys.ts'

/** Put together here, so that no tool that looks for keys takes this file for a find. */
const live = (kind: string): string => [kind, 'live', '51Nothing4242'].join('_')

describe('live keys', () => {
  it.each(['sk', 'rk', 'pk', 'sk_org', 'rzp', 'pdl', 'SK'])('sees %s_live_', (kind) => {
    expect(holdsLiveKey(`STRIPE_API_KEY="${live(kind)}"`)).toBe(true)
  })

  it.each([0, 1, 2, 3, 4])('sees one in Base64 after %i letters', (before) => {
    expect(holdsLiveKey(Buffer.from(`${'a'.repeat(before)}${live('sk')}`).toString('base64'))).toBe(true)
    expect(holdsLiveKey(Buffer.from(`${'a'.repeat(before)}${live('rk')}:`).toString('base64'))).toBe(true)
  })

  it('sees one that is URL-encoded, one in UTF-16, and one within an address', () => {
    expect(holdsLiveKey(live('sk').replaceAll('_', '%5F'))).toBe(true)
    expect(holdsLiveKey(`key%3D${live('sk')}`)).toBe(true)
    expect(holdsLiveKey(`"a\\n${live('sk')}"`)).toBe(true)
    expect(holdsLiveKey(Buffer.from(live('sk'), 'utf16le').toString('latin1'))).toBe(true)
    expect(holdsLiveKey(`https://${live('rk')}@api.stripe.com`)).toBe(true)
    expect(holdsLiveKey(['live', 'dHar4XY7LxsDOtmnkVtjNVWXLSlXsM'].join('_'))).toBe(true)
    expect(holdsLiveKey(['access_token', 'production', 'abc'].join('$'))).toBe(true)
  })

  it.each([
    'sk_test_51Nothing4242',
    'whsec_abc',
    'IS_LIVE=1',
    'go_live_',
    'sk_live_...',
    'live_reload=1',
    'deliver_live',
    'GO_LIVE_DATE=2026-01-01',
    'task_live_updates',
  ])('lets %s pass', (text) => {
    expect(holdsLiveKey(text)).toBe(false)
  })

  it('names lines and variables, never what stands there', () => {
    expect(linesWithLiveKey(`A=1\nB=${live('sk')}\r\n# C=${live('rk')}\n`)).toEqual([2, 3])
    expect(variablesWithLiveKey({ Z: live('sk'), A: `x ${live('rk')}`, B: 'sk_test_1' })).toEqual(['A', 'Z'])
  })
})
