/** The door where systems, worlds and scenarios meet: storms, worker threads, case files and replays. */
export type { Arena } from './arena.ts'
export { faultNames, openArena, UnknownName } from './arena.ts'
export { CaseFileError, caseSchema, caseText, maxCaseBytes, parseCase } from './case-file.ts'
export type { Crew, GivenUp } from './crew.ts'
export { alone } from './crew.ts'
export { doctor, type DoctorOptions } from './doctor/doctor.ts'
export type { Finding } from './find.ts'
export { find } from './find.ts'
export type { RunKpis } from './kpis.ts'
export { kpisOf } from './kpis.ts'
export type { Life, Lived, Living } from './lives.ts'
export { living } from './lives.ts'
export { loadSystem, ownSystem } from './own-system.ts'
export type { Replayed } from './replay.ts'
export { replayCase, replayToken, StaleToken } from './replay.ts'
export type { StormOptions } from './storm.ts'
export { storm, stormOver } from './storm.ts'
export { days, hours, minor, minutes } from '#machines'
export {
  conformance,
  type Conformance,
  type ConformanceOptions,
  type ConformanceRule,
  conformanceRules,
  Misbehaved,
  NoSystem,
  type Offence,
  postgres,
  service,
  type ServiceOptions,
  sqlite,
} from '#adapters'
export { scenariosNamed, systemNamed, systems } from './systems.ts'
export { pairName } from './matrix/coverage.ts'
export { isWhole, type Lacking, lackingIn } from './matrix/lacking.ts'
export { type Met, type Survey, surveying } from './matrix/survey.ts'
export type { Sighting, Tally } from './tally.ts'
export { emptyTally, joined, tallyOf } from './tally.ts'
export type { Drawing, Ground, Shard, Task } from './task.ts'
export { drawingOf, tasksOf } from './task.ts'
export { threadEnv } from './thread-env.ts'
export type { ThreadOptions } from './threads.ts'
export { LostRun, threadsFor } from './threads.ts'
export type { Token } from './token.ts'
export { hashOf, parseToken, tokenText } from './token.ts'
export { type Breaking, plantedBefore, type WholeWorld, wholeWorld } from './whole-world.ts'
export { version } from './world.ts'
