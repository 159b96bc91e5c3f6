import { operationNotModelled, unfit } from '../errors.ts'
import { listOf, type Listing } from '../lists.ts'
import { flag, metadata, record, text, type Params } from '../read.ts'
import type { Work } from '../work.ts'
import { accepted, noted, submitted } from './disputes.ts'
import { findWarning, type FraudWarning } from './fraud-warnings.ts'
import { evidenceFields, findDispute, type Dispute } from './objects.ts'

const is = (params: Params, name: string, value: string): boolean => params[name] === undefined || text(params, name) === value
const ofPayment = (object: { readonly charge: string; readonly payment_intent: string }, params: Params): boolean =>
  is(params, 'charge', object.charge) && is(params, 'payment_intent', object.payment_intent)

const disputes: Listing<Dispute> = { prefix: 'dp', url: '/v1/disputes', keeps: ofPayment }
const warnings: Listing<FraudWarning> = { prefix: 'issfr', url: '/v1/radar/early_fraud_warnings', keeps: ofPayment }

/** Evidence is kept, or goes to the bank, once. @source SN `disputes.update` and `Dispute.EvidenceDetails` */
function updateDispute(work: Work, id: string, params: Params): Dispute {
  const entry = findDispute(work, id)
  const before = entry.object
  const given = record(params, 'evidence')
  const submits = flag(params, 'submit') ?? given !== undefined
  const awaits = before.status === 'needs_response' || before.status === 'warning_needs_response'
  if ((given !== undefined || submits) && !awaits)
    throw unfit(undefined, 'evidence', `the dispute is ${before.status} and takes no evidence`)
  const evidence: Record<string, string | null> = {}
  for (const field of evidenceFields) if (given?.[field] !== undefined) evidence[field] = text(given, field) ?? null
  const next: Dispute = {
    ...before,
    metadata: metadata(params, before.metadata),
    ...(given === undefined ? {} : { evidence: { ...before.evidence, ...evidence } }),
  }
  const hasEvidence = evidenceFields.some((field) => next.evidence[field] !== null)
  if (submits && !hasEvidence) throw unfit(undefined, 'evidence', 'there is no evidence that could go to the bank')
  const staged: Dispute =
    hasEvidence === before.evidence_details.has_evidence
      ? next
      : { ...next, evidence_details: { ...next.evidence_details, has_evidence: hasEvidence } }
  if (!submits) return noted(work, entry, staged)
  return submitted(work, { object: staged, hidden: entry.hidden }, given === undefined ? {} : { evidence: before.evidence }).object
}

/** The merchant has nothing to say: it is lost. @source SN `disputes.close`; what closing an inquiry does it leaves open */
function closeDispute(work: Work, id: string): Dispute {
  const entry = findDispute(work, id)
  const { status } = entry.object
  if (status.startsWith('warning_')) throw operationNotModelled(`disputes.close of an inquiry (${status})`)
  if (status !== 'needs_response') throw unfit(undefined, undefined, `the dispute is ${status}; one that needs a response can be closed`)
  return accepted(work, entry)
}

/** Answers a body or throws a Refusal. */
export const disputeOperations: Readonly<Record<string, (work: Work, params: Params, id: string) => unknown>> = {
  'disputes.retrieve': (work, _params, id) => findDispute(work, id).object,
  'disputes.update': (work, params, id) => updateDispute(work, id, params),
  'disputes.close': (work, _params, id) => closeDispute(work, id),
  'disputes.list': (work, params) => listOf(work, disputes, params),
  'early_fraud_warnings.retrieve': (work, _params, id) => findWarning(work, id),
  'early_fraud_warnings.list': (work, params) => listOf(work, warnings, params),
}
