import { frame } from '../postgres/frames.ts'

/** Frames of the extended protocol, as drivers send them. */
export const parse = (name: string, sql: string): Buffer => frame('P', `${name}\0${sql}\0`, Buffer.from([0, 0]))
export const execute = (): Buffer => frame('E', '\0', Buffer.from([0, 0, 0, 0]))
export const sync = frame('S')

export function bind(statement: string, values: readonly (string | null)[]): Buffer {
  const pieces = values.map((value) => {
    const bytes = Buffer.from(value ?? '')
    const length = Buffer.alloc(4)
    length.writeInt32BE(value === null ? -1 : bytes.length)
    return Buffer.concat([length, bytes])
  })
  return frame('B', `\0${statement}\0`, Buffer.from([0, 0, 0, values.length]), ...pieces, Buffer.from([0, 0]))
}
