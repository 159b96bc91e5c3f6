import { createRequire } from 'node:module'
import {
  type Capabilities,
  type CaseMaking,
  createCardTwin,
  type Invariant,
  kernelVersion,
  standardInvariants,
  type System,
  type Twin,
  type TwinParts,
  type Workload,
} from '#simulator'

/** The provider that every world has today. */
const provider = 'stripe'

/** Makes a fresh twin with the workload's catalogue for each run. @param parts what is planted in the twin itself */
export const twinFor =
  ({ policy }: Workload, parts: Partial<TwinParts> = {}): (() => Twin) =>
  () =>
    createCardTwin({
      plans: policy.plans,
      currency: policy.currency,
      retries: policy.retries,
      // No account of this provider's pauses what was not paid: left unpaid, it may use nothing either, and is not charged.
      endAction: policy.endAction === 'pause' ? 'unpaid' : policy.endAction,
      draftWindow: policy.draftWindow,
      incompleteExpires: policy.changeExpires,
      ...(policy.minimumCharge === undefined ? {} : { minimumCharge: policy.minimumCharge }),
      ...(policy.chargeUnit === undefined ? {} : { chargeUnit: policy.chargeUnit }),
      parts,
    })

/** What a system with these capabilities can be held to. */
export const invariantsFor = (capabilities: Capabilities): readonly Invariant[] => standardInvariants(capabilities)

/** Our own version, as the package says it. */
export const version: string = (createRequire(import.meta.url)('../package.json') as { readonly version: string }).version

/** Where a case comes from. @param scenario with its hash, `cards@3f9c2e1a` */
export const madeBy = (system: System, scenario: string): CaseMaking => ({
  made: { billstorm: version, kernel: kernelVersion, scenario, system: `${system.name} ${system.version}`, node: process.versions.node },
  provider,
  apiVersion: system.capabilities.endpointVersion,
})
