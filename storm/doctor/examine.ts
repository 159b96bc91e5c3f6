import { conformance, conformanceRules, type ServiceSystem, signWith, type WayOut } from '#adapters'
import { type DoctorStep, doctorSteps, type Finding } from '#reports'
import type { System } from '#simulator'
import { changedTables } from './changed.ts'
import { unsure, well, wrong } from './findings.ts'
import { type Patient, patientOf } from './patient.ts'
import { type SignedUp, signups } from './signups.ts'
import { clock } from './steps/clock.ts'
import { level } from './steps/level.ts'
import { repeat, resetTables } from './steps/repeat.ts'
import { provider, signup } from './steps/signup.ts'
import { apart, liveKeys, start } from './steps/start.ts'
import { view } from './steps/view.ts'
import { webhook } from './steps/webhook.ts'

export interface ExamineOptions {
  /** How often one seed is run. */
  readonly reruns: number
  /** What the machine's clock says, in milliseconds since 1970. */
  readonly wall: () => number
  /** Tries to get out of an enclosure; the same on one machine, whoever asks. */
  readonly wayOut: () => Promise<WayOut>
}

/** What is told while it goes on. */
export interface Telling {
  /** This step begins. */
  begins(step: DoctorStep): void
  finds(finding: Finding): void
}

/** Reruns that are not begun after so long in real time. */
const rerunsWithinMs = 60_000

const isService = (system: System): system is ServiceSystem => 'wiring' in system

/** Proves a system's wiring, step by step, and stops where nothing after it could be right. Nothing of it is left in the end. */
export async function examine(system: System, options: ExamineOptions, telling: Telling): Promise<void> {
  const told = new Set<DoctorStep>()
  let isWrong = false
  const tell = (finding: Finding): boolean => {
    told.add(finding.step)
    if (finding.state === 'wrong') isWrong = true
    telling.finds(finding)
    return finding.state !== 'wrong'
  }
  const { name, version, capabilities } = system
  const what = isService(system) ? 'a service in a process of its own' : 'a system in this process'
  tell(well('file', `${name} ${version}, level ${capabilities.level}: ${what}`))
  if (isService(system)) {
    const patient = patientOf(system.wiring)
    try {
      await examineService(patient, options, { begins: (step) => telling.begins(step), tell, isWrong: () => isWrong })
    } finally {
      await patient.system.close()
    }
  } else {
    telling.begins('port')
    tell(await port(() => system))
    tell(level(system))
  }
  for (const step of doctorSteps)
    if (!told.has(step))
      telling.finds({ step, state: 'skipped', says: isService(system) ? 'comes when what is above is right' : 'is for services', todo: [] })
}

interface Saying {
  begins(step: DoctorStep): void
  /** @returns whether one can go on */
  tell(finding: Finding): boolean
  isWrong(): boolean
}

async function examineService(patient: Patient, options: ExamineOptions, { begins, tell, isWrong }: Saying): Promise<void> {
  const { options: wiring, system } = patient
  begins('live keys')
  if (!tell(liveKeys(wiring))) return
  begins('apart')
  if (!tell(await apart(wiring, options.wayOut))) return
  begins('starts')
  const [migrations, starts] = await start(patient)
  tell(migrations)
  if (starts === undefined || !tell(starts)) return

  begins('signup')
  const day = await dayOf(patient, system)
  const asked = day.exchanges.filter(({ sent }) => sent.to !== wiring.webhook)
  const outward = patient.up().outward()
  const isIn = tell(signup(patient, day.signedUp, asked, day.came === 0 && outward !== undefined))
  tell(provider(patient, day.came, outward, wiring.authority === 'provider' || isIn))
  // Looked at now, while what the day wrote is there.
  const shows = await view(patient, day.signedUp)
  const times = clock(await changesOf(patient), day.exchanges, options.wall(), capabilitiesClock(system))
  begins('webhook')
  const heard = day.exchanges.filter(({ sent }) => sent.to === wiring.webhook)
  const astray = heard.length === 0 ? [] : (await dayOf(patient, { ...system, sign: signWith('whsec_of_somebody_else') })).exchanges
  tell(
    webhook(
      patient,
      heard,
      astray.filter(({ sent }) => sent.to === wiring.webhook),
    ),
  )
  tell(shows)
  tell(times)
  if (isWrong()) {
    const leaks = resetTables(patient)
    if (leaks !== undefined) tell(leaks)
    tell(level(system))
    return
  }

  begins('same seed')
  const [reset, seed] = await repeat({ patient, reruns: options.reruns, withinMs: rerunsWithinMs })
  tell(reset)
  tell(seed)
  if (!isWrong()) {
    begins('port')
    tell(await port(() => ({ ...system, close: () => undefined })))
  }
  tell(level(system))
}

interface Day {
  readonly signedUp: SignedUp
  readonly exchanges: Patient['exchanges']
  /** Requests that reached the twin. */
  readonly came: number
}

async function dayOf(patient: Patient, system: System): Promise<Day> {
  const { gate } = patient.up()
  const [before, asked] = [gate.came, patient.exchanges.length]
  const signedUp = await signups(system, () => patient.up().rest())
  return { signedUp, exchanges: patient.exchanges.slice(asked), came: gate.came - before }
}

const capabilitiesClock = ({ capabilities }: System): 'controlled' | 'service' => capabilities.clock

async function changesOf({ begins, tables }: Patient): Promise<ReturnType<typeof changedTables>> {
  const [before, after] = [begins.at(-1), await tables()]
  return before === undefined || after === undefined ? [] : changedTables(before, after)
}

/** Does it keep to the port? What its own service does by chance was told before. */
async function port(make: () => System): Promise<Finding> {
  const { offences, notLookedAt } = await conformance(make)
  const [first] = offences
  if (first !== undefined)
    return wrong(
      'port',
      `${first.rule}: ${first.says}`,
      `kept is to be: ${conformanceRules[first.rule]}`,
      ...offences.slice(1, 4).map(({ rule, says }) => `${rule}: ${says}`),
    )
  return notLookedAt.length > 0
    ? unsure('port', `not looked at: ${notLookedAt.map(({ rule }) => rule).join(', ')}`)
    : well('port', `all ${Object.keys(conformanceRules).length} rules of the port are kept`)
}
