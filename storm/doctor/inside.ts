import { parentPort, workerData } from 'node:worker_threads'
import { Misbehaved, NoSystem, tryTheWayOut } from '#adapters'
import type { DoctorStep, Finding } from '#reports'
import { loadSystem } from '../own-system.ts'
import { systemNamed } from '../systems.ts'
import { examine } from './examine.ts'

/** What the thread is told at its start. */
export interface DoctorPosting {
  /** A module, or the name of a system that came with us. */
  readonly system: { readonly module: string } | { readonly name: string }
  readonly reruns: number
}

/** What it says as it goes on. */
export type DoctorReport =
  | { readonly kind: 'system'; readonly name: string; readonly version: string; readonly level: string }
  | { readonly kind: 'begins'; readonly step: DoctorStep }
  | { readonly kind: 'finds'; readonly finding: Finding }
  | { readonly kind: 'over' }
  | { readonly kind: 'no system' | 'misbehaved' | 'failed'; readonly says: string }

/** The inside of the thread in which somebody's file is loaded and its service examined. */
const { system: given, reruns } = workerData as DoctorPosting
const port = parentPort
if (port === null) throw new Error('this file is the inside of a worker thread; nothing else starts it')
const say = (report: DoctorReport): void => port.postMessage(report)

async function go(): Promise<void> {
  const system = 'module' in given ? await loadSystem(given.module) : await systemNamed(given.name).create()
  const { name, version, capabilities } = system
  say({ kind: 'system', name, version, level: capabilities.level })
  await examine(
    system,
    { reruns, wall: () => Date.now(), wayOut: tryTheWayOut },
    { begins: (step) => say({ kind: 'begins', step }), finds: (finding) => say({ kind: 'finds', finding }) },
  )
  say({ kind: 'over' })
}

go().catch((thrown: unknown) => {
  if (thrown instanceof NoSystem) say({ kind: 'no system', says: thrown.message })
  else if (thrown instanceof Misbehaved) say({ kind: 'misbehaved', says: thrown.message })
  else say({ kind: 'failed', says: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) })
})
