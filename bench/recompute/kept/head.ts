import { existsSync, readFileSync, statSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import type { Instant } from '#machines'
import { FactFileError } from '../../facts/fact-file-error.ts'
import { checkOf, count, instant, members, type Shape, text, words } from '../../facts/shape.ts'
import { WholeFile } from '../../facts/whole-file.ts'

/** Bytes of the accounts' file, and their checksum. */
export interface Piece {
  readonly at: number
  readonly bytes: number
  readonly sum: number
}

/** How what lies there is read: texts that it is told in, and where each account lies. */
export interface Tables {
  readonly dictionary: Piece
  readonly index: Piece
}

/** The file that a state is named by. It says what of the accounts' file counts; whatever comes behind that was never committed. */
export interface StateHead {
  readonly format: 'billstorm state'
  readonly version: 1
  readonly asOf: Instant
  /** SHA-256 of the policies of the base, as JSON. */
  readonly policies: string
  readonly digest: string
  readonly accounts: number
  /** Each counted once. */
  readonly facts: number
  /** The number in the name of the accounts' file; each base has the next one. */
  readonly generation: number
  /** How much of that file counts. */
  readonly bytes: number
  /** How much of it the base is. */
  readonly baseBytes: number
  readonly base: Tables
  /** What was appended to the base, if anything was. */
  readonly added?: Tables
}

const piece = members({ at: count, bytes: count, sum: count })
const tables = members({ dictionary: piece, index: piece })
const shape: Shape = members({
  format: words('billstorm state'),
  version: count,
  asOf: instant,
  policies: text,
  digest: text,
  accounts: count,
  facts: count,
  generation: count,
  bytes: count,
  baseBytes: count,
  base: tables,
  'added?': tables,
})
const shaped = checkOf(shape)

const mostBytes = 65_536

export const accountsPath = (state: string, generation: number): string => `${state}.accounts-${generation}`

/** @returns undefined: there is no state yet @throws FactFileError */
export function readHead(path: string): StateHead | undefined {
  if (!existsSync(path)) return undefined
  const wrong = (says: string): FactFileError =>
    new FactFileError(path, 'byte 0', `${says}; name another with --state, or remove it and make the state again from all facts`)
  const file = statSync(path)
  if (!file.isFile() || file.size > mostBytes) throw wrong('is no state of accounts')
  const [line = '', sum = '', rest] = readFileSync(path, 'utf8').split('\n')
  const head = parsed(line)
  if (head?.format !== 'billstorm state') throw wrong('is no state of accounts')
  if (head.version !== 1) throw wrong(`is of version ${JSON.stringify(head.version)}, and this billstorm reads version 1`)
  if (sum !== sumOfText(line) || rest !== '') throw wrong('the checksum is wrong: bytes were changed')
  const says = shaped(head)
  if (says !== undefined) throw wrong(`the state${says}`)
  return head as StateHead
}

function parsed(line: string): { readonly format?: unknown; readonly version?: unknown } | undefined {
  try {
    return (JSON.parse(line) ?? undefined) as { readonly format?: unknown } | undefined
  } catch {
    return undefined
  }
}

const sumOfText = (line: string): string => crc32(line).toString(16).padStart(8, '0')

/** From now on this is the state: one rename, that is made or is not. */
export function commitHead(path: string, head: StateHead): void {
  const line = JSON.stringify(head)
  const file = new WholeFile(path)
  file.write(Buffer.from(`${line}\n${sumOfText(line)}\n`))
  file.commit()
}
