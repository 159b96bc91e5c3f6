import { expect, it } from 'vitest'
import { readQuestion } from './name-sink.ts'

/** A question for a name, as a resolver sends it. */
function question(...labels: readonly string[]): Buffer {
  const head = Buffer.from([0x12, 0x34, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0])
  const name = labels.flatMap((label) => [Buffer.from([Buffer.byteLength(label)]), Buffer.from(label)])
  return Buffer.concat([head, ...name, Buffer.from([0, 0, 1, 0, 1])])
}

it('reads a name, and where the question ends', () => {
  const message = question('API', 'stripe', 'com')
  expect(readQuestion(message)).toEqual({ name: 'api.stripe.com', end: message.length })
})

it('shows nothing that a terminal would take for its own', () => {
  expect(readQuestion(question('a\u001b[2J', 'b'))?.name).toBe('a??2j.b')
})

it('answers no answer, and nothing that is cut or led astray', () => {
  const message = question('api', 'invalid')
  for (let length = 0; length < message.length; length++) expect(readQuestion(message.subarray(0, length))).toBeUndefined()
  const answer = Buffer.from(message)
  answer[2] = 0x81
  expect(readQuestion(answer)).toBeUndefined()
  const pointer = Buffer.from(message)
  pointer[12] = 0xc0
  expect(readQuestion(pointer)).toBeUndefined()
})
