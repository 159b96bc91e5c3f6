import type { AccountCommand, Effect, Fact, FactKind } from '#machines'
import { currencies, invoiceReasons, methods } from '#machines'
import { cases, count, flag, instant, list, type Members, members, type Shape, text, who, whole, words } from './shape.ts'

const commands: Readonly<Record<AccountCommand['do'], Members>> = {
  subscribe: members({
    do: words('subscribe'),
    plan: text,
    quantity: count,
    'method?': words(...methods),
    'trial?': count,
    'place?': text,
    'terms?': count,
    'through?': words('checkout'),
  }),
  'change plan': members({ do: words('change plan'), plan: text, 'when?': words('now') }),
  'change quantity': members({ do: words('change quantity'), quantity: count, 'when?': words('now') }),
  'change add-on': members({ do: words('change add-on'), addOn: text, quantity: count, 'when?': words('now') }),
  cancel: members({ do: words('cancel'), when: words('now', 'period end') }),
  'undo cancel': members({ do: words('undo cancel') }),
  pause: members({ do: words('pause') }),
  resume: members({ do: words('resume') }),
  'extend trial': members({ do: words('extend trial'), by: whole }),
  'cut trial': members({ do: words('cut trial'), by: whole }),
  'assign seat': members({ do: words('assign seat'), seat: text }),
  'unassign seat': members({ do: words('unassign seat'), seat: text }),
  'update method': members({ do: words('update method'), method: words(...methods) }),
  authenticate: members({ do: words('authenticate'), succeeds: flag }),
  'grant credit': members({ do: words('grant credit'), amount: whole }),
  'apply coupon': members({ do: words('apply coupon'), coupon: text }),
  'remove coupon': members({ do: words('remove coupon'), 'coupon?': text }),
  'set place': members({ do: words('set place'), place: text }),
  'pay debt': members({ do: words('pay debt'), 'amount?': whole }),
  'void invoice': members({ do: words('void invoice') }),
  'write off': members({ do: words('write off') }),
  'mark paid': members({ do: words('mark paid'), 'amount?': whole }),
  refund: members({ do: words('refund'), 'amount?': whole }),
  'delete account': members({ do: words('delete account') }),
}

const line = members({
  item: text,
  plan: text,
  quantity: count,
  from: instant,
  to: instant,
  amount: whole,
  'discount?': whole,
  'taxInside?': whole,
  'taxOnTop?': whole,
})

const effect = (kind: Effect['kind'], more: Readonly<Record<string, Shape>> = {}): Members =>
  members({ turn: count, kind: words(kind), key: text, who, ...more })

const effects: Readonly<Record<Effect['kind'], Members>> = {
  'create customer': effect('create customer'),
  'attach method': effect('attach method', { method: words(...methods), customer: text }),
  'start attempt': effect('start attempt', {
    attempt: text,
    invoice: text,
    ordinal: count,
    send: count,
    amount: whole,
    credited: whole,
    lines: list(line),
    currency: words(...currencies),
    customer: text,
    method: text,
    reason: words(...invoiceReasons),
    purpose: text,
    from: instant,
    isDebt: flag,
    onSession: flag,
  }),
  'look up attempt': effect('look up attempt', { attempt: text, 'payment?': text }),
  'cancel payment': effect('cancel payment', { attempt: text, payment: text }),
  'answer bank': effect('answer bank', { attempt: text, payment: text, succeeds: flag }),
  'start refund': effect('start refund', { refund: text, amount: whole, payment: text, charge: text }),
  'number invoice': effect('number invoice', { invoice: text, number: count }),
  'send notice': effect('send notice', {
    notice: words('receipt', 'failure', 'action needed', 'confirmation', 'invoice', 'reminder'),
    cause: text,
    'due?': instant,
  }),
  'raise alert': effect('raise alert', { to: words('operator'), job: text, death: count, says: text }),
}

const failure = words('soft', 'hard', 'ours', 'canceled')

const found = cases('status', {
  paid: members({ status: words('paid'), payment: text, charge: text }),
  failed: members({ status: words('failed'), payment: text, code: failure }),
  'needs action': members({ status: words('needs action'), payment: text }),
  processing: members({ status: words('processing'), payment: text }),
  'not found': members({ status: words('not found') }),
})

const fact = (is: Fact['is'], kind: FactKind, more: Readonly<Record<string, Shape>>): Members =>
  members({ is: words(is), kind: words(kind), id: text, who, at: instant, recordedAt: instant, ...more })

/** Facts of each kind as they lie in a file. */
export const factShapes: Readonly<Record<FactKind, Members>> = {
  'command accepted': fact('event', 'command accepted', {
    ordinal: count,
    turn: count,
    command: cases('do', commands),
    'refund?': members({ invoice: text, amount: whole }),
    'invoice?': text,
  }),
  'customer created': fact('event', 'customer created', { customer: text }),
  'method attached': fact('event', 'method attached', { method: text, provider: text, 'expires?': text }),
  'method refused': fact('event', 'method refused', { method: text }),
  'card replaced': fact('event', 'card replaced', { provider: text, expires: text, turn: count }),
  'method detached': fact('event', 'method detached', { provider: text, turn: count }),
  'payment succeeded': fact('event', 'payment succeeded', { attempt: text, payment: text, charge: text }),
  'payment failed': fact('event', 'payment failed', { attempt: text, code: failure, 'payment?': text }),
  'payment needs action': fact('event', 'payment needs action', { attempt: text, payment: text }),
  'payment unknown': fact('event', 'payment unknown', { attempt: text }),
  'payment processing': fact('event', 'payment processing', { attempt: text, payment: text }),
  'payment not taken': fact('event', 'payment not taken', { attempt: text }),
  'refund succeeded': fact('event', 'refund succeeded', { refund: text, provider: text }),
  'refund failed': fact('event', 'refund failed', { refund: text, try: count, code: words('soft', 'hard') }),
  'refund told': fact('event', 'refund told', { provider: text, charge: text, amount: whole, turn: count }),
  'dispute told': fact('event', 'dispute told', {
    dispute: text,
    charge: text,
    stands: words('asked', 'taken', 'lost', 'won', 'dropped'),
    taken: whole,
    fees: whole,
    turn: count,
  }),
  'payment read': fact('snapshot', 'payment read', { attempt: text, readStart: instant, readEnd: instant, found }),
  decided: fact('decision', 'decided', { effect: cases('kind', effects) }),
}

export const factShape: Shape = cases('kind', factShapes)
export const lineShape = members({ policy: count, fact: factShape })
