import { abroadCases } from '../abroad-cases.ts'
import { addOnLives } from './add-ons.ts'
import { cancelLives } from './cancels.ts'
import { cardLives } from './cards.ts'
import { takenOffLives } from './taken-off.ts'
import { changeLives } from './changes.ts'
import { collectingLives } from './collecting.ts'
import { creditLives } from './credits.ts'
import { dashboardLives } from './dashboards.ts'
import { debtLives } from './debts.ts'
import { debitLives } from './debits.ts'
import { deletionLives } from './deletions.ts'
import { disputeLives } from './disputes.ts'
import { discountLives } from './discounts.ts'
import { endingLives } from './endings.ts'
import { givenUpPauseLives } from './given-up-pauses.ts'
import { operatorLives } from './operators.ts'
import { pauseLives } from './pauses.ts'
import { seatLives } from './seats.ts'
import { refundLives } from './refunds.ts'
import { signUpLives } from './signups.ts'
import { stepDownLives } from './steps-down.ts'
import { switchLives } from './switches.ts'
import { taxLives } from './taxes.ts'
import { termLives } from './terms.ts'
import { partLives } from './parts.ts'
import { smallAmountLives } from './small-amounts.ts'
import { trialLives } from './trials.ts'
import type { LifeCase } from './life-case.ts'

/** Every golden life there is. */
export const goldenLives: readonly LifeCase[] = [
  ...signUpLives,
  ...collectingLives,
  ...changeLives,
  ...endingLives,
  ...cancelLives,
  ...trialLives,
  ...creditLives,
  ...discountLives,
  ...taxLives,
  ...addOnLives,
  ...pauseLives,
  ...givenUpPauseLives,
  ...stepDownLives,
  ...switchLives,
  ...deletionLives,
  ...debtLives,
  ...debitLives,
  ...disputeLives,
  ...cardLives,
  ...takenOffLives,
  ...operatorLives,
  ...seatLives,
  ...termLives,
  ...partLives,
  ...smallAmountLives,
  ...refundLives,
  ...dashboardLives,
  ...abroadCases,
]
