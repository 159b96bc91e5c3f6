import { isoDate } from '#machines'
import type { TruthCharge } from '../../provider/provider.ts'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { about, witness } from '../witness.ts'

/** An invoice is tried as often as policy says, and not again with a card that will never work. */
export const retriesWithinPolicy: Invariant = {
  code: 'BS029',
  name: 'retries within policy',
  when: 'quiet',
  stance: 'policy',
  rests: 'truth',
  needs: [],
  applies: (scene) => scene.truth.charges.filter((charge) => invoiceOf(charge) !== undefined).length,
  violations(scene) {
    const found: Witness[] = []
    const { charges } = scene.truth
    const judged = new Set<string>()
    // Newest first; but at the end only what came last can be news.
    for (let place = charges.length - 1; place >= 0 && (scene.at === 'end' || place >= charges.length - 4); place--) {
      const invoice = invoiceOf(charges[place]!)
      if (invoice === undefined || judged.has(invoice)) continue
      judged.add(invoice)
      const tries = charges.filter((charge) => invoiceOf(charge) === invoice)
      judge(scene, invoice, tries, found)
    }
    return found
  },
}

/** An order to debit and what came of it are one try. */
const invoiceOf = ({ outcome, metadata }: TruthCharge): string | undefined => (outcome === 'processing' ? undefined : metadata['invoice'])

function judge(scene: Scene, invoice: string, tries: readonly TruthCharge[], found: Witness[]): void {
  const { owner } = tries[0]!
  const perMethod = 1 + scene.policy.retries.length
  let allowed = perMethod
  for (const { who, command, reply } of scene.truth.commands) {
    if (who !== owner || reply?.kind === 'refused') continue
    // A new method starts the budget again; an answer to the bank, or paying what was given up, is an attempt of the customer's own.
    if (command.do === 'update method') allowed += perMethod
    else if (command.do === 'authenticate' || command.do === 'pay debt') allowed++
  }
  // The network brought a card of its own accord.
  for (const update of scene.truth.cardUpdates) if (update.owner === owner) allowed += perMethod
  if (tries.length > allowed)
    found.push(
      witness(
        'too many',
        owner,
        [about('invoice', invoice)],
        `${owner}'s ${invoice} was tried ${tries.length} times; policy allows ${allowed}`,
      ),
    )
  for (let place = 1; place < tries.length; place++) {
    const refused = tries[place - 1]!
    const next = tries[place]!
    if (!isHard(refused) || hasActed(scene, refused, next) || isNewMethod(scene, refused, next) || isReplaced(scene, refused, next))
      continue
    found.push(
      witness(
        'after hard decline',
        owner,
        [about('invoice', invoice)],
        `${owner}'s ${invoice} was tried again on ${isoDate(next.at)} after ${refused.code ?? 'a hard decline'}, with the same method`,
      ),
    )
  }
}

/** Declines that no later try with the same method changes. @source SD/declines/codes */
const hardCodes: ReadonlySet<string> = new Set([
  'expired_card',
  'authentication_required',
  'lost_card',
  'stolen_card',
  'pickup_card',
  'incorrect_number',
  'incorrect_cvc',
  'invalid_account',
  'card_not_supported',
  'currency_not_supported',
  'new_account_information_available',
  'pin_try_exceeded',
  'restricted_card',
  'merchant_blacklist',
  'highest_risk_level',
  'do_not_try_again',
  'fraudulent',
  'stop_payment_order',
  'transaction_not_allowed',
  'revocation_of_authorization',
  'revocation_of_all_authorizations',
])

const isHard = (charge: TruthCharge): boolean => charge.outcome === 'declined' && charge.code !== undefined && hardCodes.has(charge.code)

/** Did the customer bring a new method, or answer the bank, between two tries? A request without an answer may have counted. */
const hasActed = (scene: Scene, refused: TruthCharge, next: TruthCharge): boolean =>
  scene.truth.commands.some(
    ({ who, command, sentAt, repliedAt, reply }) =>
      who === refused.owner &&
      (command.do === 'update method' || command.do === 'authenticate') &&
      reply?.kind !== 'refused' &&
      sentAt <= next.at &&
      (repliedAt === undefined || repliedAt >= refused.at),
  )

/** Has the network replaced the card since it was refused? */
const isReplaced = ({ truth }: Scene, refused: TruthCharge, next: TruthCharge): boolean =>
  truth.cardUpdates.some(({ method, at }) => method === next.method && refused.at <= at && at <= next.at)

/**
 * Was the next try made with a method that had never been tried when the other was refused? The customer may have brought it
 * before that, while a try with the older one was still on its way. Methods that nobody brought are the same card once more.
 */
function isNewMethod({ truth }: Scene, refused: TruthCharge, next: TruthCharge): boolean {
  const tried = new Set<string>()
  for (const charge of truth.charges) {
    if (charge.owner === refused.owner) tried.add(charge.method)
    if (charge === refused) break
  }
  if (tried.has(next.method)) return false
  let brought = 0
  for (const { who, command, sentAt, reply } of truth.commands)
    if (who === refused.owner && 'method' in command && reply?.kind !== 'refused' && sentAt <= next.at) brought++
  return brought > tried.size
}
