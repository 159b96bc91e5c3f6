import { parseArgs } from 'node:util'
import { compiled } from '../bench/recompute/compiled.ts'
import type { Contender } from '../bench/recompute/contender.ts'
import { against, isSlower, measuring, type Ratios } from '../bench/recompute/gate/gate.ts'

/**
 * Puts the gate for the speed of the fold to the test, over and over: how often it cries wolf over the same code, and how often it misses a
 * fold that does a fifth more. Usage: node tooling/gate-trial.ts FILE --facts 1000000 --repetitions 100 --rounds 7
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    facts: { type: 'string', default: '1000000' },
    repetitions: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '7' },
    'fail-below': { type: 'string', default: '0.9' },
  },
})
const [file] = positionals
if (file === undefined) throw new RangeError('name a file of facts; billstorm lab facts writes one')
const [repetitions, rounds, failBelow] = [Number(values.repetitions), Number(values.rounds), Number(values['fail-below'])]

/** Goes round in circles for a fifth of the time that each fold took. */
function aFifthMore(): Contender {
  let owed = 0
  return {
    ...compiled,
    stateOf(account, policy, asOf) {
      const began = spent()
      const state = compiled.stateOf(account, policy, asOf)
      const folded = spent()
      owed += (folded - began) / 5
      let now = folded
      while (now - folded < owed) now = spent()
      owed -= now - folded
      return state
    },
  }
}

/** Microseconds of the processor. */
function spent(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

const measure = measuring(file, Number(values.facts))
measure({ rounds: 0 })
let then: Ratios | undefined
let [alarms, caught] = [0, 0]
for (let at = 1; at <= repetitions; at++) {
  // As a build holds itself against the one before it.
  const now = measure({ rounds, warmMs: 1 })
  const slow = measure({ rounds, warmMs: 1, contender: aFifthMore() })
  if (then !== undefined && isSlower(against(now, then), failBelow)) alarms++
  if (isSlower(against(slow, now), failBelow)) caught++
  then = now
  process.stdout.write(
    `${at} of ${repetitions}: ${alarms} false alarms in ${at - 1}, ${caught} of ${at} that do a fifth more were caught; ${now.facts} facts, medians of ${rounds}\n`,
  )
}
process.exitCode = alarms <= repetitions / 100 && caught >= repetitions * 0.95 ? 0 : 1
