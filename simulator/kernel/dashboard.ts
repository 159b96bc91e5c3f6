import type { Command, Who } from '#machines'
import { chargeUnitOf, later, minor } from '#machines'
import type { DashboardFault, OutOfBand } from '../faults/fault.ts'
import type { ProviderEvent } from '../provider/provider.ts'
import type { Commands } from './commands.ts'
import { named } from './name.ts'
import type { RunState } from './state.ts'

/** Somebody at the provider's dashboard, who changes what no story changes. */
export class Dashboard {
  readonly #state: RunState
  readonly #commands: Commands
  readonly #faults: readonly DashboardFault[]

  constructor(state: RunState, commands: Commands, faults: readonly DashboardFault[]) {
    this.#state = state
    this.#commands = commands
    this.#faults = faults
  }

  /** A subscription that began may be changed, a payment given back, at some moments of its life, by name. */
  hears({ type, owner, object }: ProviderEvent): void {
    const state = this.#state
    if (this.#faults.length === 0 || !state.choices.active) return
    for (const fault of this.#faults) {
      if (fault.after !== type) continue
      for (const [words, after] of Object.entries(fault.moments)) {
        const name = named(owner).of(String(object['id'])).of(words)
        const does = fault.happens(name, state.choices)
        if (does === undefined) continue
        state.at(later(state.now, after), name, () => {
          // In the calm nothing new starts.
          if (state.phase !== 'storm') return
          if (does === 'takes the card off') return this.#commands.takesOff(String(object['id']), owner, name)
          const command = this.#commandFor(does, owner)
          if (command !== undefined) this.#commands.atProvider({ id: `${String(object['id'])} ${words}`, who: owner, command }, name)
        })
      }
    }
  }

  #commandFor(does: Exclude<OutOfBand, 'takes the card off'>, who: Who): Command | undefined {
    const subscription = this.#state.twin.subscriptions().findLast((each) => each.owner === who)
    const item = subscription?.items[0]
    switch (does) {
      case 'cancels':
        return { do: 'cancel', when: 'now' }
      case 'cancels at the period end':
        return { do: 'cancel', when: 'period end' }
      case 'changes the quantity':
        return item === undefined ? undefined : { do: 'change quantity', quantity: item.quantity + 1 }
      case 'changes the plan': {
        const other = this.#state.plan.workload.policy.plans.find(({ key }) => key !== item?.plan)
        return item === undefined || other === undefined ? undefined : { do: 'change plan', plan: other.key }
      }
      case 'gives the latest payment back':
        return { do: 'refund' }
      case 'gives a part of the latest payment back':
        return { do: 'refund', amount: minor(100 * chargeUnitOf(this.#state.plan.workload.policy)) }
      default:
        throw new RangeError(`no such change: ${JSON.stringify(does satisfies never)}`)
    }
  }
}
