import { grouped } from '#machines'
import type { Io } from './io.ts'

/** How often a line is printed, in milliseconds; what takes less time prints none. */
const every = 2_000

/** Lines that say how far long work has come, at what rate, and when it may end; on a terminal only. */
export function progressOn(io: Io): (what: string, done: number, of: number) => void {
  let doing = ''
  let began = io.now()
  let printed = began
  return (what, done, of) => {
    const now = io.now()
    if (what !== doing) [doing, began, printed] = [what, now, now]
    if (!io.isTerminal || now - printed < every) return
    printed = now
    const rate = (done * 1_000) / Math.max(1, now - began)
    const left = rate > 0 ? Math.ceil((of - done) / rate) : 0
    io.err(
      `billstorm: ${grouped(done)} of ${grouped(of)} ${what}, ${Math.floor((done * 100) / of)} %, ${grouped(Math.round(rate))}/s, ${grouped(left)} s left\n`,
    )
  }
}
