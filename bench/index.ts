/** The door of the benchmarks: speed as ratios side by side in one run, and what finding bugs costs. */
export type { FactLine, FactsHeader, Profile } from './facts/fact-file.ts'
export { profiles } from './facts/fact-file.ts'
export type { BenchReport, BenchRow } from './report.ts'
export { benchText } from './report.ts'
export { benchSimulator } from './simulator.ts'
