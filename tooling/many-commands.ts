import { text } from 'node:stream/consumers'
import { main } from '../cli/main.ts'

/**
 * Command lines one after another in one process, as a shell would give them one process each: hundreds of replays take seconds
 * instead of minutes. Reads a JSON list of lists of words; prints what each printed, as a JSON list of texts.
 */
const lines = JSON.parse(await text(process.stdin)) as readonly (readonly string[])[]
const printed: string[] = []
for (const words of lines) {
  let out = ''
  await main(words, {
    out: (each) => void (out += each),
    err: (each) => void process.stderr.write(each),
    stdin: () => Promise.resolve(''),
    cwd: process.cwd(),
    isTerminal: false,
    now: () => performance.now(),
  })
  printed.push(out)
}
process.stdout.write(JSON.stringify(printed))
