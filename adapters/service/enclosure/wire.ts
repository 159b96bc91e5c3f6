import type { ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'
import { removeFolders } from './folders.ts'
import type { Answer, Answered, Exit, Folders, News, Question } from './messages.ts'
import { endAll, marked } from './processes.ts'

/** What a child did since it was started. */
export interface Running {
  readonly number: number
  /** What it printed first, as far as it was kept. */
  readonly printed: { out: string; error: string }
  readonly exited: Promise<Exit>
}

/** The pipe to a guardian. */
export interface Wire {
  /** What it said first, or why it said nothing. */
  readonly here: Promise<Extract<News, { news: 'here' }> | string>
  /** Every question is answered, in the worst case by what became of the guardian. A handle may come along either way. */
  ask(question: Question, handle?: Socket): Promise<readonly [Answer, unknown]>
  /** A child that turned out to have started. To be called once. */
  claim(child: number): Running
  /** Closes the pipe, and waits until nothing is left. */
  end(folders: Folders | undefined): Promise<void>
}

const hereMs = 20_000
const endMs = 10_000

export function attend(child: ChildProcess, mark: string): Wire {
  const waiting = new Map<number, (told: readonly [Answer, unknown]) => void>()
  const runs = createRuns()
  let asked = 0
  let errors = ''
  let isGone = false
  const lost = (): Answer => ({ is: 'failed', why: `the guardian is gone: ${errors.trim()}` })
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-4_096)))
  const gone = new Promise<void>((resolve) => {
    const leave = (why: string): void => {
      isGone = true
      errors ||= why
      for (const take of waiting.values()) take([lost(), undefined])
      waiting.clear()
      runs.leaveAll(`the guardian is gone: ${errors.trim()}`)
      resolve()
    }
    child.once('error', (error) => leave(error.message))
    // Not when its pipes are closed as well: after a handle came through, Node never says so. What it printed is read a turn later.
    child.once('exit', (code, signal) => setTimeout(leave, 10, `it ended by ${signal ?? code}`))
  })
  const here = new Promise<Extract<News, { news: 'here' }> | string>((resolve) => {
    const late = setTimeout(() => resolve(`the guardian did not come up within ${hereMs} ms`), hereMs)
    void gone.then(() => {
      clearTimeout(late)
      resolve(errors.trim())
    })
    child.on('message', (message: News | Answered, handle: unknown) => {
      if (!('news' in message)) {
        waiting.get(message.number)?.([message.answer, handle])
        waiting.delete(message.number)
        return
      }
      if (message.news !== 'here') return runs.hear(message)
      clearTimeout(late)
      resolve(message)
    })
  })

  return {
    here,
    claim: runs.claim,
    ask(question, handle) {
      if (isGone || !child.connected) return Promise.resolve([lost(), undefined])
      const number = asked++
      return new Promise((resolve) => {
        waiting.set(number, resolve)
        // A pipe that breaks just now is followed by the guardian's end, which answers.
        child.send({ number, question }, handle, {}, () => undefined)
      })
    },
    async end(folders) {
      if (child.connected) child.disconnect()
      const late = setTimeout(() => child.kill('SIGKILL'), endMs)
      if (!isGone) await gone
      clearTimeout(late)
      // Mostly there is nothing left to do; a guardian that somebody killed had no time to.
      await endAll(() => marked(mark))
      if (folders !== undefined) removeFolders(folders)
    },
  }
}

interface Runs {
  hear(news: Exclude<News, { news: 'here' }>): void
  claim(child: number): Running
  /** Nobody will tell any more how they ended. */
  leaveAll(why: string): void
}

/** What is told of children; some of it comes before the answer that they started. Who has ended and was claimed is forgotten. */
function createRuns(): Runs {
  const runs = new Map<number, Running & { readonly leave: (exit: Exit) => void; isClaimed: boolean; isOver: boolean }>()
  const known = (number: number) => {
    let run = runs.get(number)
    if (run === undefined) {
      let leave: (exit: Exit) => void = () => undefined
      const exited = new Promise<Exit>((resolve) => (leave = resolve))
      run = { number, printed: { out: '', error: '' }, exited, leave, isClaimed: false, isOver: false }
      runs.set(number, run)
    }
    return run
  }
  return {
    hear(news) {
      const run = known(news.child)
      if (news.news === 'printed') {
        run.printed[news.stream] += news.text
        return
      }
      run.leave(news.exit)
      run.isOver = true
      if (run.isClaimed) runs.delete(news.child)
    },
    claim(child) {
      const run = known(child)
      run.isClaimed = true
      if (run.isOver) runs.delete(child)
      return run
    },
    leaveAll(why) {
      for (const run of runs.values()) run.leave({ code: null, signal: 'SIGKILL', flooded: false, lastWords: why, printedBytes: 0 })
      runs.clear()
    },
  }
}
