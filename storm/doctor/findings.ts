import type { DoctorStep, Finding } from '#reports'
import type { Exchange } from './patient.ts'

export const well = (step: DoctorStep, says: string, ...todo: readonly string[]): Finding => ({ step, state: 'well', says, todo })
export const wrong = (step: DoctorStep, says: string, ...todo: readonly string[]): Finding => ({ step, state: 'wrong', says, todo })
export const unsure = (step: DoctorStep, says: string, ...todo: readonly string[]): Finding => ({ step, state: 'unsure', says, todo })

const most = 300

/** What came back, in one line: `500 {"error":"no such table: customers"}`. */
export function heardInWords({ heard }: Exchange): string {
  switch (heard.kind) {
    case 'answered': {
      const body = heard.body.toString('utf8').replaceAll(/\s+/g, ' ').trim()
      return `${heard.status}${body === '' ? '' : ` ${body.slice(0, most)}`}`
    }
    case 'not there':
      return 'nobody listens'
    case 'hung up':
      return 'the line was closed'
    case 'garbage':
      return `no HTTP: ${heard.what}`
    case 'too late':
      return `nothing for ${heard.afterMs / 1_000} s`
    case 'too long':
      return `more than ${heard.mostBytes} bytes`
    default:
      return heard satisfies never
  }
}

export const statusOf = ({ heard }: Exchange): number | undefined => (heard.kind === 'answered' ? heard.status : undefined)

export const isWell = (status: number | undefined): boolean => status !== undefined && status >= 200 && status < 300

/** The last lines of a longer text, in one. */
export const lastLines = (text: string, count: number): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(-count)
    .join(' | ')
    .slice(0, most)
