import { expect, test } from 'vitest'
import { toySystem } from '../kernel/toy.fixture.ts'
import { faults, faultsFor, lacks } from './index.ts'

test('a system is struck only by faults it has the material for, and told which not', () => {
  const bare = toySystem({ crash: false, level: 'L3' }).capabilities
  const off = faults.filter((fault) => lacks(fault, bare).length > 0).map((fault) => fault.name)
  expect(off).toEqual([
    'lost',
    'job twice',
    'job late',
    'serialization failure',
    'deadlock',
    'commit unknown',
    'stale replica',
    'hand edit',
    'crash',
    'poison job',
    'dashboard refund',
    'dashboard detach',
    'late settlement failure',
    'dispute',
    'card update',
  ])
  expect(faultsFor(bare).landmarks.map((fault) => fault.name)).toEqual(['delivery timeout', 'hold'])
})

test('disputes strike who listens to them by name, and nobody else', () => {
  const dispute = faults.find((fault) => fault.name === 'dispute')!
  const listening = (listens?: readonly string[]) => lacks(dispute, { ...toySystem().capabilities, listens })
  expect(listening(['invoice.paid', 'charge.dispute.closed'])).toEqual([])
  expect(listening(['invoice.paid'])).toEqual(['webhooks of disputes'])
  expect(listening()).toEqual(['webhooks of disputes'])
})

test('networks replace the cards of who listens to that by name, and of nobody else', () => {
  const update = faults.find((fault) => fault.name === 'card update')!
  const listening = (listens?: readonly string[]) => lacks(update, { ...toySystem().capabilities, listens })
  expect(listening(['payment_method.automatically_updated'])).toEqual([])
  expect(listening(['payment_method.attached'])).toEqual(['webhooks of card updates'])
  expect(listening()).toEqual(['webhooks of card updates'])
})

test('payments are given back at the dashboard of who keeps own books and listens to that by name, and of nobody else', () => {
  const refund = faults.find((fault) => fault.name === 'dashboard refund')!
  const lacking = (authority: 'ours' | 'provider', listens?: readonly string[]) =>
    lacks(refund, { ...toySystem().capabilities, authority, listens })
  expect(lacking('ours', ['refund.created'])).toEqual([])
  expect(lacking('ours', ['refund.updated'])).toEqual(['webhooks of refunds'])
  expect(lacking('provider', ['refund.created'])).toEqual(['webhooks of refunds'])
})

test('cards are taken off at the dashboard of who keeps own books and listens to that by name, and of nobody else', () => {
  const detach = faults.find((fault) => fault.name === 'dashboard detach')!
  const lacking = (authority: 'ours' | 'provider', listens?: readonly string[]) =>
    lacks(detach, { ...toySystem().capabilities, authority, listens })
  expect(lacking('ours', ['payment_method.detached'])).toEqual([])
  expect(lacking('ours', ['payment_method.attached'])).toEqual(['webhooks of detached methods'])
  expect(lacking('provider', ['payment_method.detached'])).toEqual(['webhooks of detached methods'])
})

test('debits, and what their banks take back, meet who keeps own books and listens to both by name, and nobody else', () => {
  const late = faults.find((fault) => fault.name === 'late settlement failure')!
  const lacking = (authority: 'ours' | 'provider', listens?: readonly string[]) =>
    lacks(late, { ...toySystem().capabilities, authority, listens })
  expect(lacking('ours', ['payment_intent.processing', 'charge.dispute.closed'])).toEqual([])
  expect(lacking('ours', ['payment_intent.processing'])).toEqual(['bank debits'])
  expect(lacking('ours', ['charge.dispute.closed'])).toEqual(['bank debits'])
  expect(lacking('provider', ['payment_intent.processing', 'charge.dispute.closed'])).toEqual(['bank debits'])
  expect(lacking('ours')).toEqual(['bank debits'])
})
