import type { Readable } from 'node:stream'

/** The text of a stream, up to little more than so many bytes; the rest is never read. */
export async function readAtMost(stream: Readable, most: number): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array)
    chunks.push(bytes)
    size += bytes.length
    // Leaving the loop ends the stream.
    if (size > most) break
  }
  return Buffer.concat(chunks).toString('utf8')
}
