import { expect, it } from 'vitest'
import { createSignIn } from './sign-in.ts'

/** What a server says, as it comes over the wire. */
function asks(kind: number, text = ''): Buffer {
  const head = Buffer.alloc(4)
  head.writeInt32BE(kind)
  return Buffer.concat([head, Buffer.from(text)])
}
const mechanisms = 'SCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0\0'

it('gives no password to who does not prove to know it', () => {
  const signIn = createSignIn('ada', 'secret', 'abc')
  expect(String(signIn.answer(asks(10, mechanisms)))).toContain('n,,n=,r=abc')
  const proof = String(signIn.answer(asks(11, 'r=abcdef,s=c2FsdA==,i=4096')))
  expect(proof).toMatch(/c=biws,r=abcdef,p=.{44}$/)
  expect(proof).not.toContain('secret')
  expect(() => signIn.answer(asks(12, `v=${Buffer.alloc(32).toString('base64')}`))).toThrow('does not know the password')
})

it.each([
  ['a nonce that is not ours', [asks(10, mechanisms), asks(11, 'r=xyz,s=c2FsdA==,i=4096')]],
  ['the end before the beginning', [asks(12, 'v=AAAA')]],
  ['a way that is not spoken', [asks(7)]],
  ['only ways that are not spoken', [asks(10, 'SCRAM-SHA-256-PLUS\0\0')]],
])('stops at %s', (_, said) => {
  const signIn = createSignIn('ada', 'secret', 'abc')
  for (const each of said.slice(0, -1)) signIn.answer(each)
  expect(() => signIn.answer(said.at(-1)!)).toThrow(/.+/)
})
