import { Worker } from 'node:worker_threads'
import { NoSystem, thrownInWords } from '#adapters'
import { type Diagnosis, type DoctorStep, doctorSteps, type Finding } from '#reports'
import { threadEnv } from '../thread-env.ts'
import { wrong } from './findings.ts'
import type { DoctorPosting, DoctorReport } from './inside.ts'

export interface DoctorOptions extends DoctorPosting {
  /** Told of each finding as it comes. */
  readonly tell?: (finding: Finding) => void
  /** In real time: a step that says nothing for so long is given up, and everything with it. Default: four minutes, which a migration may take half of. */
  readonly patienceMs?: number
}

const usualPatienceMs = 240_000

/** In the repository a thread runs its TypeScript as it stands; the package has it compiled. */
const inside = new URL(import.meta.url.endsWith('.ts') ? './inside.ts' : './inside.js', import.meta.url)

/**
 * Proves the wiring of a service step by step. The file is loaded in a thread that can be ended, and what it started ends with it.
 * @throws NoSystem when the file exports no system; Error when the fault is ours
 */
export async function doctor({ system, reruns, tell, patienceMs = usualPatienceMs }: DoctorOptions): Promise<Diagnosis> {
  const worker = new Worker(inside, {
    workerData: { system, reruns } satisfies DoctorPosting,
    env: threadEnv(),
    stdout: true,
    stderr: true,
  })
  worker.stdout.resume()
  worker.stderr.resume()
  const findings: Finding[] = []
  let who: Diagnosis['system']
  let at: DoctorStep = 'file'
  const add = (finding: Finding): void => {
    findings.push(finding)
    tell?.(finding)
  }
  /** Nothing more comes: what was not said is not known. */
  const givenUp = (says: string): void => {
    add(wrong(at, says))
    for (const step of doctorSteps)
      if (!findings.some((each) => each.step === step)) add({ step, state: 'skipped', says: 'comes when what is above is right', todo: [] })
  }
  let watch: NodeJS.Timeout | undefined
  try {
    await new Promise<void>((resolve, reject) => {
      const late = (): void => {
        givenUp(`nothing came of it for ${patienceMs / 1_000} s; a promise that never settles, or a loop`)
        resolve()
      }
      watch = setTimeout(late, patienceMs)
      worker.on('message', (report: DoctorReport) => {
        watch?.refresh()
        switch (report.kind) {
          case 'system':
            who = report
            return
          case 'begins':
            at = report.step
            return
          case 'finds':
            return add(report.finding)
          case 'over':
            return resolve()
          case 'misbehaved':
            givenUp(report.says)
            return resolve()
          case 'no system':
            return reject(new NoSystem(report.says))
          case 'failed':
            return reject(new Error(report.says))
          default:
            report satisfies never
        }
      })
      worker.on('error', (error: unknown) => {
        givenUp(`the file ended its thread: ${thrownInWords(error)}, which nobody caught`)
        resolve()
      })
      worker.on('exit', (code) => {
        if (findings.length < doctorSteps.length) givenUp(`the file ended its process with code ${code}`)
        resolve()
      })
    })
  } finally {
    clearTimeout(watch)
    worker.removeAllListeners('exit')
    await worker.terminate()
  }
  const ordered = findings.toSorted((a, b) => doctorSteps.indexOf(a.step) - doctorSteps.indexOf(b.step))
  const has = (state: Finding['state']): boolean => findings.some((each) => each.state === state)
  return {
    system: who === undefined ? undefined : { name: who.name, version: who.version, level: who.level },
    verdict: has('wrong') ? 'wrong' : has('unsure') ? 'unsure' : 'well',
    findings: ordered,
  }
}
