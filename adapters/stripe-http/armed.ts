import type { Who } from '#machines'
import { outcomeOptions, type OutcomeOption } from '#simulator'

/** What can go wrong with a call: before it took effect or after. */
const onCalls = [
  'timeout before',
  'timeout after',
  'server error before',
  'server error after',
  'reset before',
  'reset after',
  'rate limited',
] as const
/** With a webhook: it never comes, comes twice, or comes after the next one. */
const onDeliveries = ['lost', 'redeliver', 'reorder'] as const
/** With a payment: the bank says no, or asks its customer. */
const onPayments = ['decline', 'needs action'] as const

export type CallFault = (typeof onCalls)[number]
export type DeliveryFault = (typeof onDeliveries)[number]
type PaymentFault = (typeof onPayments)[number]
export type FaultName = CallFault | DeliveryFault | PaymentFault

export const faultsToArm: readonly FaultName[] = [...onCalls, ...onDeliveries, ...onPayments]

/** The codes with which a bank may be made to decline. */
export const declineCodes: readonly string[] = outcomeOptions.flatMap((option) =>
  option === 'needs action' ? [] : [option.slice('declined:'.length)],
)

/** One misbehaviour that waits for its occasion. */
export interface ArmedFault {
  readonly fault: FaultName
  /** The operation, the type of event or the customer that it waits for; undefined: the next that comes. */
  readonly on: string | undefined
  /** Of a decline. */
  readonly code: string | undefined
  /** How often it still strikes. */
  readonly times: number
}

const isOf = <Name extends FaultName>(names: readonly Name[], fault: FaultName): fault is Name =>
  (names as readonly FaultName[]).includes(fault)

/** Misbehaviours that somebody ordered, oldest first. Each strikes at its occasion, as often as it was ordered, and is gone. */
export class Armed {
  #faults: readonly ArmedFault[] = []

  get all(): readonly ArmedFault[] {
    return this.#faults
  }

  arm(fault: ArmedFault): void {
    this.#faults = [...this.#faults, fault]
  }

  disarm(): void {
    this.#faults = []
  }

  #strikes<Name extends FaultName>(names: readonly Name[], occasion: string): (ArmedFault & { readonly fault: Name }) | undefined {
    const found = this.#faults.find(({ fault, on }) => isOf(names, fault) && (on === undefined || on === occasion))
    if (found === undefined) return undefined
    this.#faults = this.#faults.flatMap((each) => (each !== found ? [each] : each.times > 1 ? [{ ...each, times: each.times - 1 }] : []))
    return found as ArmedFault & { readonly fault: Name }
  }

  call(operation: string): CallFault | undefined {
    return this.#strikes(onCalls, operation)?.fault
  }

  delivery(type: string): DeliveryFault | undefined {
    return this.#strikes(onDeliveries, type)?.fault
  }

  bank(owner: Who): OutcomeOption | undefined {
    const struck = this.#strikes(onPayments, owner)
    if (struck === undefined) return undefined
    return struck.fault === 'needs action' ? 'needs action' : (`declined:${struck.code ?? 'generic_decline'}` as OutcomeOption)
  }
}
