/** The door of the simulator: kernel, provider twins, faults, oracle, search, and the port that systems fit. */
export type { Activity, Answer, Burst, Call, Did, MailAnswer, Pause, Peer } from './kernel/activity.ts'
export { native } from './kernel/activity.ts'
export type { ChoiceKind, ChoiceRecord, Source, Value } from './kernel/choices.ts'
export { AliasedChoice, choiceKind, Choices } from './kernel/choices.ts'
export { commonOf } from './kernel/common.ts'
export { Name, named, parseName } from './kernel/name.ts'
export type { RunPlan, RunResult, StoryLine, Violation, Workload } from './kernel/plan.ts'
export { drawRates } from './kernel/rates.ts'
export { runAsync, runSync } from './kernel/run.ts'
export type { CommitAnswer, StoredRow, StoredTable, StoreRequest, Write } from './kernel/store.ts'
export type { TraceRecord } from './kernel/trace.ts'
export { digestOf, RunSet } from './kernel/trace.ts'
export { faults, lacks } from './faults/index.ts'
export type { CommitFate, Fault, Risk } from './faults/fault.ts'
export type {
  AccountSum,
  Capabilities,
  CommandInput,
  Delivery,
  Failed,
  Input,
  JobRun,
  JobSpec,
  KnownAccount,
  Outstanding,
  System,
  WebhookReply,
  World,
} from './port.ts'
export type {
  BalanceTransaction,
  ProviderAnswer,
  ProviderBooks,
  ProviderEvent,
  ProviderRequest,
  ProviderSubscription,
  DisputeStatus,
  TruthCardUpdate,
  TruthCharge,
  TruthDispute,
  TruthRefund,
  Twin,
  TwinContext,
} from './provider/provider.ts'
export { eye } from './oracle/eye.ts'
export type { Invariant, Scene, Truth, Witness } from './oracle/scene.ts'
export type { SystemEntry, SystemKind } from './port.ts'
export { systemKinds } from './port.ts'
export type { Candidate, Element } from './search/candidate.ts'
export { classOf, elementsOf, kindOfChoice, kindsOf, membersOf } from './search/candidate.ts'
export type { Case, CaseMaking, CaseOrigin, Match } from './search/case.ts'
export { candidateOf, caseFormat, caseOf, kernelVersion, matchOf } from './search/case.ts'
export { failureId, isFailureId, kindInWords, signatureOf } from './search/identity.ts'
export { isIsoDuration, isoDuration, parseIsoDuration } from './search/iso-duration.ts'
export type { May } from './search/exhaust.ts'
export { exhaust } from './search/exhaust.ts'
export type { Failure, Words } from './search/search.ts'
export type { Shrunk } from './search/shrink.ts'
export { shrink, shrinkAsync } from './search/shrink.ts'
export type { Kpis, Look } from './oracle/kpis/kpis.ts'
export { brokenPromises, joinedKpis, kpiSights, lookAt, noKpis } from './oracle/kpis/kpis.ts'
export { figuresCountedTwice, type Meter } from './oracle/kpis/counted-twice.ts'
export { KpiMeter } from './oracle/kpis/meter.ts'
export { recounted } from './oracle/kpis/recount.ts'
export { figuresAreCountedTwice } from './oracle/kpis/counted-twice.ts'
export { endsOtherwise, transparentFaultsChangeNothing } from './oracle/end-state.ts'
export { catalogue, invariantFor, notApplicable, standardInvariants } from './oracle/catalogue.ts'
export { taxOwed } from './oracle/tax-owed.ts'
export { createCardTwin } from './provider/card-twin.ts'
export { outcomeChoice } from './provider/outcomes.ts'
export type { CardTwin } from './provider/card-twin.ts'
export { newestVersion, standardTwinParts } from './provider/card-twin.ts'
export { outcomeOptions } from './provider/outcomes.ts'
export type { OutcomeOption } from './provider/outcomes.ts'
export { cardUpdateChoice, cardUpdateOptions } from './provider/card-updates.ts'
export { disputeChoice, disputeOptions } from './provider/disputes/courses.ts'
export type { Ask, Decoded, ShellCodec, ShellFetch, ShellInit, ShellOptions } from './provider/shell.ts'
export { createFetchShell, createShellCodec, createShellFetch } from './provider/shell.ts'
export type { Hmac } from './provider/signature.ts'
export { signatureHeader } from './provider/signature.ts'
export { priceIdOf } from './provider/catalogue.ts'
export { cardFor } from './provider/test-cards.ts'
export type { CardTwinOptions, CataloguePlan, DisputeSettings, Served, TwinParts } from './provider/work.ts'
export type { Endpoint } from './provider/webhook-endpoints.ts'
export { notModelledIn } from './provider/errors.ts'
export { refusedVersion } from './provider/versions.ts'
export { usualGaps } from './faults/sender-gaps.ts'
export { usualPatience } from './faults/sender-patience.ts'
