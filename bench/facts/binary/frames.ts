import { crc32 } from 'node:zlib'

/** Bytes that no text file begins with, an end of line of each system to see whether somebody changed it, and the version. */
export const magic = Uint8Array.of(0x89, 0x42, 0x53, 0x46, 0x0d, 0x0a, 0x1a)
export const version = 1
/** Type, place among the frames, bytes of the body, checksum. */
export const frameHead = 13
export const frameTypes = { header: 1, facts: 2, end: 3 } as const

/** What a frame may hold. */
export const frameLimits = { facts: 65_536, body: 67_108_864, end: 64 } as const

/** @param head the first nine bytes of the frame */
export const checksum = (head: Uint8Array, body: Uint8Array): number => crc32(body, crc32(head))

export function headOf(type: number, place: number, body: Uint8Array): Buffer {
  const head = Buffer.alloc(frameHead)
  head.writeUInt8(type, 0)
  head.writeUInt32LE(place, 1)
  head.writeUInt32LE(body.length, 5)
  head.writeUInt32LE(checksum(head.subarray(0, 9), body), 9)
  return head
}
