import { counted, grouped } from '#machines'
import type { Agreement } from './agreed/agreement.ts'
import { figure } from '../report.ts'
import type { Disagreement } from './differences.ts'
import { factsText } from './facts-text.ts'
import type { RecomputeReport } from './measure.ts'

const rate = (perSecond: number): string => `${grouped(Math.round(perSecond))} facts/s`.padStart(22)

/** The report for people. */
export function recomputeText(report: RecomputeReport): string {
  const { machine, file, digest, passes, rounds, stages, prefix, contenders, ratios, workers, peakMemoryMb, accountant, wrong } = report
  const times = (p50: number, p95: number, p99: number): string => `   p50 ${figure(p50)} ms   p95 ${figure(p95)}   p99 ${figure(p99)}`
  return [
    `${machine.cpu}, ${machine.cores} cores, ${machine.os}, Node ${machine.node}`,
    `${file.path}: ${grouped(file.facts)} facts of ${grouped(file.accounts)} accounts, profile ${file.profile}, ${figure(file.bytesPerFact)} bytes a fact`,
    `digest ${digest}`,
    '',
    `compiled, one core, the whole file${passes === 1 ? '' : ` in ${passes} passes`}, ${rounds} ${rounds === 1 ? 'round' : 'rounds'}`,
    ...stages.map(({ name, factsPerSecond, p50, p95, p99 }) => `  ${name.padEnd(22)}${rate(factsPerSecond)}${times(p50, p95, p99)}`),
    ...(workers === undefined
      ? []
      : [
          `  ${`${workers.count} workers`.padEnd(22)}${rate(workers.factsPerSecond)}   × ${workers.timesOne.p50.toFixed(2)} of one, median of ${rounds} pairs`,
        ]),
    '',
    `folding the first ${grouped(prefix.accounts)} accounts, ${grouped(prefix.facts)} facts, one core`,
    ...contenders.map(
      ({ name, perSecond, p50, p95, p99, cv }) =>
        `  ${name.padEnd(22)}${rate(perSecond)}${times(p50, p95, p99)}   cv ${(cv * 100).toFixed(0)} %`,
    ),
    ...ratios.map(({ name, value }) => `  ${`compiled : ${name}`.padEnd(34)}${`× ${value.toFixed(2)}`.padStart(10)}`),
    `peak memory ${grouped(Math.round(peakMemoryMb))} MB`,
    ...(accountant === undefined ? [] : agreementText(accountant)),
    ...wrong.flatMap(({ name, digest: got, first }) => [
      '',
      `${name} comes to ${got}, and ${first.length === 0 ? digest : prefix.digest} is right`,
      ...first.flatMap(disagreementText),
    ]),
  ].join('\n')
}

function agreementText({ accounts, tooLarge, objected, first }: Agreement): readonly string[] {
  const left = tooLarge === 0 ? '' : `; ${grouped(tooLarge)} too large for it`
  if (objected === 0) return [`the accountant agrees on all of ${counted(accounts, 'account')} that were drawn${left}`]
  return [
    `the accountant works out something else for ${grouped(objected)} of ${counted(accounts, 'account')} that were drawn${left}`,
    ...first.flatMap(({ who, says }) => [`  ${who}`, ...says.map((each) => `    ${each}`)]),
  ]
}

/** One account: what was expected, what came, and the facts it was made of. */
function disagreementText({ account, expected, got }: Disagreement): readonly string[] {
  return [
    `  ${account.who}`,
    `    expected ${JSON.stringify(expected)}`,
    `    got      ${JSON.stringify(got)}`,
    ...factsText(account).map((text) => `    ${text}`),
  ]
}
