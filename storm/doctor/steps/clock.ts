import type { Table } from '#adapters'
import { days, later } from '#machines'
import type { Finding } from '#reports'
import { unsure, well, wrong } from '../findings.ts'
import { type Exchange } from '../patient.ts'
import { dayFor } from '../signups.ts'

interface Moment {
  readonly where: string
  readonly at: number
}

const day = 86_400_000

/**
 * Whose time stands in what it wrote and answered during the signups: the world's, or the machine's?
 * @param wall what the machine's clock says
 */
export function clock(
  changed: readonly { readonly table: string; readonly rows: Table['rows'] }[],
  exchanges: readonly Exchange[],
  wall: number,
  declared: 'controlled' | 'service',
): Finding {
  const begins = dayFor({ clock: declared }).starts
  const moments = [
    ...changed.flatMap(({ table, rows }) => rows.flatMap((row) => momentsIn(table, row))),
    ...exchanges.flatMap(momentsAnswered),
  ]
  const ofMachine = moments.filter(({ at }) => Math.abs(at - wall) < day)
  const ofWorld = moments.filter(({ at }) => at >= begins - day && at <= later(begins, days(400)))
  const places = (some: readonly Moment[]): string => [...new Set(some.map(({ where }) => where))].slice(0, 4).join(', ')
  const noted = ofMachine.filter(({ where }) => isNote.test(where))
  const strange = ofMachine.filter((each) => !noted.includes(each))
  const [first] = strange
  if (first !== undefined) {
    const says = `the machine's time stands in ${places(strange)}, ${new Date(first.at).toISOString().slice(0, 16)}Z, and not the world's, ${new Date(begins).toISOString().slice(0, 10)}`
    return declared === 'service'
      ? unsure('clock', `${says}: as declared, the clock is the service's own, and what hangs on time is not exercised`)
      : wrong('clock', says, 'a time that the database tells (now(), current_timestamp, a default) is the machine’s: let the code write it')
  }
  if (declared === 'service') return unsure('clock', "the service's own, as declared: what hangs on time is not exercised")
  const beside =
    noted.length === 0
      ? ''
      : `; the database tells ${places(noted)}, which is the machine's, and nothing but a note as far as the names say`
  return ofWorld.length > 0
    ? well('clock', `times in ${places(ofWorld)} are the world's${beside}`)
    : well('clock', `its processes are told the world’s time, and it wrote and answered none${beside}`)
}

/** When a row was written, which hardly anything hangs on; databases tell it by themselves. */
const isNote = /\.\w*?(created|inserted|updated|modified|received|processed|applied|recorded|logged)(_?(at|on|date|time))?$/i

function momentsIn(table: string, row: Readonly<Record<string, unknown>>): readonly Moment[] {
  return Object.entries(row).flatMap(([name, value]) => {
    const at = momentOf(value)
    return at === undefined ? [] : [{ where: `${table}.${name}`, at }]
  })
}

function momentsAnswered({ sent, heard }: Exchange): readonly Moment[] {
  if (heard.kind !== 'answered' || heard.body.length > 65_536) return []
  const text = heard.body.toString('utf8')
  return [...text.matchAll(/"(\w+)":\s*"(\d{4}-\d\d-\d\d[T ][^"]*)"/g)].flatMap(([, name, value]) => {
    const at = momentOf(value)
    return at === undefined ? [] : [{ where: `${name} in the answer to ${sent.to}`, at }]
  })
}

const earliest = Date.UTC(2015, 0)
const latest = Date.UTC(2100, 0)

/** A value that can be a moment: seconds or milliseconds since 1970, or text as ISO 8601 and SQL write it. */
function momentOf(value: unknown): number | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') {
    const number = Number(value)
    const at = number < 10_000_000_000 ? number * 1_000 : number
    return at > earliest && at < latest ? at : undefined
  }
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value)) return undefined
  const zoned = /(Z|[+-]\d\d(:?\d\d)?)$/.test(value) ? value : `${value}Z`
  const at = Date.parse(zoned.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))
  return Number.isNaN(at) ? undefined : at
}
