import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'
import { frame } from './frames.ts'

/** What is said to a server that wants to know who is there. */
export interface SignIn {
  /** What to answer to a question of the server; undefined when it wants nothing more. @throws Error when it asks what we do not speak */
  answer(body: Buffer): Buffer | undefined
}

export function createSignIn(user: string, password: string, nonce: string = randomBytes(18).toString('base64')): SignIn {
  const first = `n=,r=${nonce}`
  let proof: { readonly signature: Buffer } | undefined
  return {
    answer(body) {
      const kind = body.readInt32BE(0)
      const rest = body.subarray(4)
      switch (kind) {
        case 0:
          return undefined
        case 3:
          return frame('p', `${password}\0`)
        case 5: {
          const inner = createHash('md5').update(password).update(user).digest('hex')
          return frame('p', `md5${createHash('md5').update(inner).update(rest).digest('hex')}\0`)
        }
        case 10: {
          if (!rest.toString('latin1').split('\0').includes('SCRAM-SHA-256'))
            throw new Error('it asks for a way to sign in that is not spoken here')
          const length = Buffer.alloc(4)
          length.writeInt32BE(3 + first.length)
          return frame('p', 'SCRAM-SHA-256\0', length, `n,,${first}`)
        }
        case 11: {
          const scram = scramProof(password, first, rest.toString('utf8'))
          proof = scram
          return frame('p', scram.says)
        }
        case 12: {
          // Whoever does not know the password himself is not who we think.
          const said = Buffer.from(/v=([^,]+)/.exec(rest.toString('utf8'))?.[1] ?? '', 'base64')
          if (proof === undefined || said.length !== proof.signature.length || !timingSafeEqual(said, proof.signature))
            throw new Error('the server does not know the password itself')
          return undefined
        }
        default:
          throw new Error(`it asks for a way to sign in that is not spoken here, number ${kind}`)
      }
    },
  }
}

/** @source RFC 5802 and RFC 7677 */
function scramProof(password: string, clientFirst: string, serverFirst: string): { readonly says: string; readonly signature: Buffer } {
  const [, nonce, salt, rounds] = /^r=([^,]+),s=([^,]+),i=(\d+)$/.exec(serverFirst) ?? []
  if (nonce === undefined || salt === undefined || rounds === undefined || !nonce.startsWith(clientFirst.slice('n=,r='.length)))
    throw new Error('it says what no server says when somebody signs in')
  const mac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
  const salted = pbkdf2Sync(password, Buffer.from(salt, 'base64'), Number(rounds), 32, 'sha256')
  const clientKey = mac(salted, 'Client Key')
  const bare = `c=biws,r=${nonce}`
  const all = `${clientFirst},${serverFirst},${bare}`
  const signed = mac(createHash('sha256').update(clientKey).digest(), all)
  const proof = Buffer.from(clientKey.map((byte, place) => byte ^ signed[place]!))
  return { says: `${bare},p=${proof.toString('base64')}`, signature: mac(mac(salted, 'Server Key'), all) }
}
