/** The door of the stories and workloads that systems are stormed with; none knows which system runs it. */
export { scenarios } from './all.ts'
export type { CardsOptions } from './cards.ts'
export { workloadFor } from './cards.ts'
export type { Drawn, Need, Scenario, Story } from './scenario.ts'
export {
  at,
  authenticate,
  cancelAtPeriodEnd,
  cancelNow,
  changePlan,
  changeQuantity,
  day,
  failAuthentication,
  placeOf,
  recompute,
  refund,
  scenario,
  subscribe,
  updateMethod,
} from './scenario.ts'
export { walked } from './directed/charts/all.ts'
export type { Aim, Directed, Undriven } from './directed/all.ts'
export { directed, isByTime } from './directed/all.ts'
export { smallWorlds } from './small-worlds/all.ts'
export type { SmallSystem, SmallWorld } from './small-worlds/small-world.ts'
