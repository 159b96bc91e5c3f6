import type { AccessRow, Instant, PlanKey, Who } from '#machines'
import { chargeUnitOf, days, isoDate, later } from '#machines'
import { accounts, type Account, type Reckoned } from './accountant.ts'
import { boundaryAfter } from './boundaries.ts'
import { paysFor } from './captured.ts'
import { shownAt, wallInWords } from './clocks.ts'
import { settledFor } from './cover.ts'
import { disputesOn, heardWithin, isHeld, lossesOf, takingAway } from './disputes.ts'
import { mayBeOldDebt } from './debts.ts'
import { hasOrdered } from './orders.ts'
import { perItem } from './per-item.ts'
import type { CommandTruth, Invariant, Scene, Witness } from './scene.ts'
import { askedFor, costOf, isCycle, type Level, positive } from './standing.ts'
import { isSwitch } from './switches.ts'
import { isOnTerms } from './terms.ts'
import { trialSpans } from './trials.ts'
import { uninformed } from './waiting.ts'
import { about, inMoney, witness } from './witness.ts'

/** Invoices and access are what the accountant works out from what was asked and what was paid. */
export const accountantAgrees: Invariant = {
  code: 'BS111',
  name: 'the accountant agrees',
  when: 'end',
  stance: 'policy',
  rests: 'accountant',
  needs: ['invoices'],
  applies: (scene) => (scene.authority === 'ours' ? (scene.view.invoices?.length ?? 0) : 0),
  violations(scene) {
    if (scene.authority !== 'ours') return []
    const found: Witness[] = []
    for (const { scene: own, isPart, isAddOn, offers } of perItem(scene)) {
      const all = accounts(own, undefined, offers, isPart)
      for (const account of all) {
        for (const entry of account.reckoned) judgeEntry(own, account, entry, isPart, found)
        // Whoever lacks an invoice lacks it for the plan.
        if (!isAddOn) judgeMissing(own, account, scene, found)
        judgeStepsDown(own, account, found)
      }
      judgeAccess(own, all, scene, found)
    }
    return found
  },
}

const inWords = (level: Level): string => `${level.quantity} × ${level.plan}`
const isSame = (a: Level, b: Level): boolean => a.plan === b.plan && a.quantity === b.quantity

function judgeEntry(scene: Scene, account: Account, entry: Reckoned, isPart: boolean, found: Witness[]): void {
  const { invoice, from, to } = entry
  const tell = (clause: string, says: string): void => {
    found.push(witness(clause, account.who, [about('invoice', invoice.id)], `${account.who}'s ${invoice.id} ${says}`))
  }
  // What was had for nothing in the instant in which a trial was cut is the trial's.
  if (entry.isProrated && from === account.anchor && invoice.lines.every(({ amount }) => amount === 0)) return
  const line = positive(invoice)!
  const start = boundaryAfter(account.anchor, account.interval, entry.period, scene.policy.zone)
  if (line.to !== to || (!entry.isProrated && from !== start)) {
    const day = (instant: Instant): string => isoDate(shownAt(scene.policy.zone, instant) as Instant)
    const differ = day(from) !== day(start) || day(line.to) !== day(to)
    const word = differ ? day : (instant: Instant): string => wallInWords(scene.policy.zone, instant)
    tell('calendar', `covers ${word(from)} to ${word(line.to)}; the period is ${word(start)} to ${word(to)}`)
    return
  }
  if (entry.period === 0 && account.isFirst && !entry.isProrated && !couldBegin(scene, account))
    tell('calendar', `begins on ${isoDate(from)}, which no signup explains`)
  const wanted = isSwitch(invoice)
    ? switchesAsked(scene, entry)
    : entry.isProrated
      ? stepsAsked(scene, entry)
      : levelsAsked(scene, account, entry)
  if (!wanted.some((level) => isSame(level, entry.level)))
    tell('level', `is for ${inWords(entry.level)}; asked was ${wanted.length === 0 ? 'nothing' : wanted.map(inWords).join(' or ')}`)
  // Of several items nobody outside can say for which of them money went back.
  if (isPart && entry.onTopOf.length > 0 && wasGivenBack(scene, account.who)) return
  let sum = 0
  for (const each of invoice.lines) sum += askedFor(each)
  // A line is rounded once, to what can be charged; whole periods need no rounding.
  const tolerance = entry.onTopOf.length > 0 ? invoice.lines.length * chargeUnitOf(scene.policy) : 0
  if (!entry.owed.some((owed) => Math.abs(owed - sum) <= tolerance))
    tell('amount', `says ${inMoney(scene.policy, sum)}; owed is ${entry.owed.map((owed) => inMoney(scene.policy, owed)).join(' or ')}`)
}

/** Requests that may have counted: all but the refused. */
const requests = (scene: Scene, who: string): readonly CommandTruth[] =>
  scene.truth.commands.filter((each) => each.who === who && each.reply?.kind !== 'refused')

const wasGivenBack = (scene: Scene, who: string): boolean => requests(scene, who).some(({ command }) => command.do === 'refund')

/** A first payment may come as late as an unpaid signup lives, and be looked up a while later. */
function couldBegin(scene: Scene, account: Account): boolean {
  const { anchor } = account
  if (account.reckoned[0]?.invoice.reason === 'resume')
    return requests(scene, account.who).some(
      ({ command, sentAt, repliedAt }) => command.do === 'resume' && sentAt <= anchor && anchor <= (repliedAt ?? later(sentAt, days(1))),
    )
  return trialSpans(scene, account.who).some(
    ({ earliest, latest }) => earliest <= account.anchor && account.anchor <= later(later(latest, scene.policy.changeExpires), days(1)),
  )
}

/** What a request makes of a level. */
function applied({ command }: CommandTruth, level: Level): Level | undefined {
  if (command.do === 'subscribe') return { plan: command.plan, quantity: command.quantity }
  if (command.do === 'change plan') return { ...level, plan: command.plan }
  return command.do === 'change quantity' ? { ...level, quantity: command.quantity } : undefined
}

function stepsAsked(scene: Scene, entry: Reckoned): readonly Level[] {
  return requests(scene, entry.invoice.who)
    .filter((each) => each.command.do !== 'subscribe' && each.sentAt <= entry.from)
    .flatMap((each) => entry.onTopOf.map((level) => applied(each, level)))
    .filter((level) => level !== undefined)
}

/** A plan that was asked for, with the quantity there was, or one that had been asked for and waited for the next period. */
function switchesAsked(scene: Scene, entry: Reckoned): readonly Level[] {
  const asked = requests(scene, entry.invoice.who).filter((each) => each.sentAt <= entry.from)
  const quantities = asked.flatMap(({ command }) => (command.do === 'change quantity' ? [command.quantity] : []))
  return asked.flatMap(({ command }) =>
    command.do === 'change plan'
      ? [...entry.onTopOf.map(({ quantity }) => quantity), ...quantities].map((quantity) => ({ plan: command.plan, quantity }))
      : [],
  )
}

/** What a period may be charged for: what was in force, and whatever was asked for during the period before. */
function levelsAsked(scene: Scene, account: Account, entry: Reckoned): readonly Level[] {
  const asked = requests(scene, account.who)
  if (entry.period === 0 && account.before !== undefined)
    return combined(
      [account.before],
      asked.filter((each) => each.sentAt <= entry.from),
    )
  if (entry.period === 0) {
    const signups = asked.flatMap((each) => (each.command.do === 'subscribe' && each.sentAt <= entry.from ? [each.command] : []))
    const changes = signups.some((each) => each.trial !== undefined) ? asked.filter((each) => each.sentAt <= entry.from) : []
    return combined(signups, changes)
  }
  const befores = account.levelsAt((entry.from - 1) as Instant)
  if (befores.length === 0) return [entry.level]
  const since = boundaryAfter(account.anchor, account.interval, entry.period - 1, scene.policy.zone)
  // A plan of another interval never waits for the next period: paid, it began one of its own, and else nothing came of it.
  const isOwn = (plan: PlanKey): boolean => scene.policy.plans.some((each) => each.key === plan && each.interval === account.interval)
  const changes = asked.filter(
    (each) =>
      ((each.command.do === 'change plan' && isOwn(each.command.plan)) || each.command.do === 'change quantity') &&
      each.sentAt <= entry.from &&
      (each.repliedAt === undefined || each.repliedAt >= since),
  )
  const [only] = changes
  if (only === undefined) return befores
  if (changes.length > 1 || only.repliedAt === undefined || only.repliedAt >= entry.from || only.sentAt < since)
    return combined(befores, changes)
  return befores.flatMap((before) => nextOf(scene, only, before))
}

function nextOf(scene: Scene, only: CommandTruth, before: Level): readonly Level[] {
  const target = applied(only, before)!
  // What costs more takes effect when it is paid, and is in force already then; what costs less waits for the boundary.
  return costOf(scene.policy, target.plan, target.quantity) < costOf(scene.policy, before.plan, before.quantity) ? [target] : [before]
}

/** Every plan asked for with every quantity asked for: which one counts depends on an order that nobody outside can know. */
function combined(starts: readonly Level[], changes: readonly CommandTruth[]): readonly Level[] {
  const plans = new Set(starts.map((each) => each.plan))
  const quantities = new Set(starts.map((each) => each.quantity))
  for (const { command } of changes) {
    if (command.do === 'change plan') plans.add(command.plan)
    if (command.do === 'change quantity') quantities.add(command.quantity)
  }
  return [...plans].flatMap((plan) => [...quantities].map((quantity) => ({ plan, quantity })))
}

/** What costs less from now on gives the difference back as credit, as far as nothing of it went back already. */
function judgeStepsDown(scene: Scene, account: Account, found: Witness[]): void {
  if (wasGivenBack(scene, account.who)) return
  for (const { from, level, owed, given, notes } of account.steppedDown) {
    if (wentBackBefore(scene, account, from)) continue
    // What was lost to a bank was not collected: what is left is less.
    if (account.reckoned.some(({ invoice }) => lossesOf(scene, invoice).some(({ at }) => at <= from && from <= later(at, heardWithin))))
      continue
    const slack = (2 + notes) * chargeUnitOf(scene.policy)
    if (owed.some((each) => Math.abs(each - given) <= slack)) continue
    const should = owed.map((each) => inMoney(scene.policy, each)).join(' or ')
    found.push(
      witness(
        'step down',
        account.who,
        [about('subscription', account.item)],
        `${account.who} went down to ${inWords(level)} on ${isoDate(from)} and got ${inMoney(scene.policy, given)} of credit; ${should} is right`,
      ),
    )
  }
}

/** Somebody gave money of it back at the provider by then: no command says so, and how much of it the system had heard of nobody outside knows. */
const wentBackBefore = ({ truth: { refunds, charges } }: Scene, { reckoned }: Account, instant: Instant): boolean =>
  refunds.some(
    ({ charge, status, at }) =>
      status === 'succeeded' &&
      at <= instant &&
      charges.some((each) => each.id === charge && reckoned.some(({ invoice, to }) => instant < to && paysFor(each, invoice))),
  )

/** What is paid of an invoice is paid for all of its items, or for none. */
const isPaid = (whole: Scene, { invoice }: Reckoned): boolean =>
  settledFor(whole, invoice) >= (whole.view.invoices?.find(({ id }) => id === invoice.id) ?? invoice).total

/** After a period that was paid comes the next one, unless somebody ended it. */
function judgeMissing(scene: Scene, account: Account, whole: Scene, found: Witness[]): void {
  const { charges, refunds } = scene.truth
  const allowance = scene.policy.draftWindow + days(1)
  if (uninformed(scene).has(account.who) || refunds.some((each) => each.owner === account.who)) return
  for (const entry of account.reckoned) {
    if (entry.to > (account.pausedAt ?? account.until)) continue
    if (entry.isProrated || entry.to + allowance >= scene.now || !isPaid(whole, entry)) continue
    if (
      requests(scene, account.who).some(
        (each) => (each.command.do === 'cancel' || each.command.do === 'delete account') && each.sentAt <= entry.to + allowance,
      )
    )
      continue
    // A loss to a bank ends what it paid for, even if the bank gives it back later.
    if (lossesOf(scene, entry.invoice).length > 0) continue
    // Whether a period ends at all may hang on what is being settled, and the next one waits for that.
    if (hasOrdered(scene, account.who)) continue
    // What was given up had ended its subscription, paid or not.
    if (mayBeOldDebt(scene, entry.invoice)) continue
    const next = (scene.view.invoices ?? []).some(
      (each) =>
        isCycle(each.reason) &&
        (each.subscription ?? each.lines[0]?.item) === account.item &&
        each.lines.some((line) => line.from === entry.to),
    )
    const wasLate = charges.some(
      (each) =>
        each.owner === account.who && each.outcome === 'succeeded' && each.at >= entry.to && each.metadata['invoice'] === entry.invoice.id,
    )
    if (!next && !wasLate && !account.reckoned.some((each) => !each.isProrated && each.period === entry.period + 1))
      found.push(
        witness(
          'missing',
          account.who,
          [about('subscription', account.item)],
          `${account.who}'s ${account.item} has no invoice from ${isoDate(entry.to)} on`,
        ),
      )
  }
}

/** Money or credit came for it, or nothing was to be paid. */
const isSettled = (scene: Scene, { invoice, owed }: Reckoned, back: Parameters<typeof settledFor>[2]): boolean =>
  settledFor(scene, invoice, back) > 0 || (invoice.status === 'paid' && owed.includes(0))

const provisional: ReadonlySet<AccessRow['because']> = new Set(['renewing', 'ordered'])

/** @param whole with all items */
function judgeAccess(scene: Scene, all: readonly Account[], whole: Scene, found: Witness[]): void {
  const { view, now, policy, truth } = scene
  if (view.access === undefined) return
  const waits = uninformed(scene)
  // Whoever came back has what runs now, not what was left of the old time.
  const cameBack = (who: Who): boolean => (view.subscriptions ?? []).filter((row) => row.who === who).length > 1
  const covering = (account: Account): boolean =>
    account.reckoned.some(
      (each) =>
        !each.isProrated &&
        !(cameBack(account.who) && (mayBeOldDebt(scene, each.invoice) || lossesOf(scene, each.invoice).length > 0)) &&
        each.from <= now &&
        now < (account.pausedAt ?? each.to) &&
        now < each.to &&
        each.invoice.total > 0 &&
        isPaid(whole, each),
    )
  // What was paid on top of the period counts as well, and beside it: while a bank has any of it, policy may withhold all.
  const isWithheld = ({ who }: Account): boolean =>
    policy.disputeAccess === 'withhold' &&
    (whole.view.invoices ?? []).some(
      (invoice) =>
        invoice.who === who && invoice.lines.some(({ from, to }) => from <= now && now < to) && disputesOn(scene, invoice).some(isHeld),
    )
  for (const account of all) {
    if (
      account.until <= now ||
      isWithheld(account) ||
      waits.has(account.who) ||
      !covering(account) ||
      truth.refunds.some((each) => each.owner === account.who)
    )
      continue
    if (
      requests(scene, account.who).some(
        ({ command }) => (command.do === 'cancel' && command.when === 'now') || command.do === 'delete account',
      )
    )
      continue
    const levels = account.levelsThen(now)
    const [level] = levels
    const row = view.access.find((each) => each.who === account.who)
    const isRight = (each: Level): boolean =>
      row !== undefined && costOf(policy, row.plan, row.quantity) === costOf(policy, each.plan, each.quantity)
    if (level === undefined || levels.some(isRight)) continue
    const has = row === undefined ? 'nothing' : inWords(row)
    found.push(
      witness(
        'access',
        account.who,
        [about('access', account.who)],
        `${account.who} has paid for ${inWords(level)} on ${isoDate(now)} and may use ${has}`,
      ),
    )
  }
  // What was lost when its time was over had given that time, and what follows from it; and so does what is only held by then.
  const wasOver = ({ invoice, to }: Reckoned): boolean => {
    const [loss] = lossesOf(scene, invoice)
    return loss === undefined ? to <= now && disputesOn(scene, invoice).some(isHeld) : later(loss.at, heardWithin) >= to
  }
  const back = { refunds: truth.refunds, disputes: takingAway(scene) }
  for (const row of view.access) {
    if (costOf(policy, row.plan, row.quantity) === 0 || waits.has(row.who)) continue
    const own = all.filter((account) => account.who === row.who)
    const until = Math.max(
      ...own.flatMap((account) => account.reckoned.map((each) => (isSettled(scene, each, back) || wasOver(each) ? each.to : 0))),
      ...truth.refunds.filter((each) => each.owner === row.who).map(() => Number.POSITIVE_INFINITY),
      ...(view.invoices ?? []).map((each) => (each.who === row.who && (each.restored ?? 0) > 0 ? Number.POSITIVE_INFINITY : 0)),
      ...(view.invoices ?? []).map((each) => (each.who === row.who && isOnTerms(scene, each) ? each.due! : 0)),
      ...trialSpans(scene, row.who).map(({ hasTrial, latest }) => (hasTrial ? later(latest, policy.changeExpires) : 0)),
      0,
    )
    // How long an order may be settled is policy, and another judge's matter.
    if (until + Math.max(policy.grace, policy.draftWindow) + days(1) < now && !(provisional.has(row.because) && hasOrdered(scene, row.who)))
      found.push(
        witness(
          'no access',
          row.who,
          [about('access', row.who)],
          `${row.who} may use ${inWords(row)} on ${isoDate(now)}, long after what was paid`,
        ),
      )
  }
}
