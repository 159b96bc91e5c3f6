import { parentPort } from 'node:worker_threads'
import { compiled } from './compiled.ts'
import { pass, type Passed } from './pass.ts'

/** Parts of a file for one thread. */
export interface Order {
  readonly path: string
  readonly parts: readonly number[]
  readonly of: number
}
export type Answer = { readonly kind: 'passed'; readonly passed: Passed } | { readonly kind: 'failed'; readonly says: string }

parentPort!.on('message', ({ path, parts, of }: Order) => {
  void answerTo(path, parts, of).then((answer) => parentPort!.postMessage(answer))
})

async function answerTo(path: string, parts: readonly number[], of: number): Promise<Answer> {
  try {
    return { kind: 'passed', passed: await pass(path, compiled, parts, of) }
  } catch (thrown) {
    return { kind: 'failed', says: thrown instanceof Error ? thrown.message : String(thrown) }
  }
}
