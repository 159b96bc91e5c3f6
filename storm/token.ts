import { digestOf, faults, kernelVersion, type Workload } from '#simulator'

/** The short form of a run: `cards@3f9c2e1a:1204:reference`. */
export interface Token {
  readonly scenario: string
  readonly hash: string
  readonly seed: number
  readonly system: string
}

/** What a token's hash covers: if any of it changes, the seed means another run. */
export function hashOf(workload: Workload, faultsOn: readonly string[], systemVersion: string): string {
  const rates = faults.filter(({ name }) => faultsOn.includes(name)).map(({ name, kind }) => [name, ...kind.ladder])
  return digestOf([workload, rates, systemVersion, kernelVersion]).toString(16).padStart(8, '0')
}

export const tokenText = ({ scenario, hash, seed, system }: Token): string => `${scenario}@${hash}:${seed}:${system}`

/** @returns undefined when the text is no token */
export function parseToken(text: string): Token | undefined {
  const [, scenario, hash, seed, system] = /^([a-z0-9/-]{1,100})@([0-9a-f]{8}):(\d{1,9}):([a-z0-9:._/-]{1,100})$/.exec(text) ?? []
  if (scenario === undefined || hash === undefined || seed === undefined || system === undefined) return undefined
  return { scenario, hash, seed: Number(seed), system }
}
