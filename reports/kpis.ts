import { brokenPromises, type Kpis } from '#simulator'
import { grouped } from '#machines'

const day = 86_400_000

/** `45 s`, `5 min`, `1 h 20 min`, `3 days 4 h` */
function span(ms: number): string {
  const [days, hours, minutes] = [Math.floor(ms / day), Math.floor(ms / 3_600_000) % 24, Math.floor(ms / 60_000) % 60]
  if (days > 0) return `${days} ${days === 1 ? 'day' : 'days'}${hours === 0 ? '' : ` ${hours} h`}`
  if (hours > 0) return `${hours} h${minutes === 0 ? '' : ` ${minutes} min`}`
  return minutes > 0 ? `${minutes} min` : `${Math.floor(ms / 1_000)} s`
}

/** Thousandths that would round to all are not all. */
function share(part: number, whole: number): string {
  if (part === whole) return '100 %'
  return `${(Math.floor((part / whole) * 100_000) / 1_000).toFixed(3)} %`
}

/** `0 a day`, `0.013 a day` */
const aDay = (count: number, watched: number): string =>
  count === 0 ? '0 a day' : `${((count * day) / watched).toPrecision(2)} a day, ${grouped(count)} in all`

function recovery({ disagreements, recoveries }: Kpis): string {
  const median = recoveries[Math.floor(recoveries.length / 2)]
  if (median === undefined) return disagreements === 0 ? 'nothing to recover from' : 'none has recovered'
  const worst = recoveries.at(-1)!
  return `${span(median)} in the middle, ${span(worst)} at worst`
}

/** What a business wants to know of its billing, in plain words: a heading, a line a figure, and what was promised and not kept. */
export function kpiText(system: string, seeds: number, kpis: Kpis): readonly string[] {
  const { watched, rollbacks, upgradeDebt, disagreements, recoveries, running, covered, deadLetters } = kpis
  const open = disagreements - recoveries.length
  const broken = brokenPromises(kpis)
  const line = (what: string, says: string): string => `   ${what.padEnd(20)} ${says}`
  return [
    `${system}: ${grouped(seeds)} ${seeds === 1 ? 'seed' : 'seeds'}, ${grouped(Math.floor(watched / day))} days of simulated time`,
    line('rollbacks', aDay(rollbacks, watched)),
    line(
      'upgrade bad debt',
      upgradeDebt === 0 ? '0: no change was granted before it was paid' : `${grouped(upgradeDebt)} minor units granted and never paid`,
    ),
    line(
      'state disagreements',
      `${grouped(disagreements)} began, ${open === 0 ? 'all of them ended by themselves' : `${grouped(open)} never ended`}`,
    ),
    line('time to recovery', recovery(kpis)),
    line(
      'invoice coverage',
      running === 0
        ? 'nothing ran that costs anything'
        : `${share(covered, running)} of ${grouped(Math.floor(running / day))} subscription days`,
    ),
    line('dead letters', deadLetters === undefined ? 'not shown by this system' : grouped(deadLetters)),
    broken.length === 0 ? '   what correct billing promises was kept' : `   NOT KEPT: ${broken.join(', ')}`,
  ]
}
