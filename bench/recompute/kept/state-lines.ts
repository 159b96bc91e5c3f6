import { KeptState } from './kept-state.ts'
import { readRecord } from './record.ts'

/** Some thousands of lines. */
const batchLines = 4_096

/** The line of state of every account, as it lies in a state; some at a time, each with its end of line. @throws FactFileError */
export function* stateLines(path: string): Generator<string, void> {
  const state = KeptState.open(path)
  if (state === undefined) return
  try {
    let [text, lines] = ['', 0]
    for (const { bytes } of state.records(state.entries())) {
      text += `${readRecord(bytes).line}\n`
      if (++lines % batchLines !== 0) continue
      yield text
      text = ''
    }
    if (text !== '') yield text
  } finally {
    state.close()
  }
}
