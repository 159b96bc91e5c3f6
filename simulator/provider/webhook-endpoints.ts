import { badValue, missing, noSuch, operationNotModelled } from './errors.ts'
import { account } from './ids.ts'
import { listOf, type Listing } from './lists.ts'
import { flag, list, metadata, needText, text, type Metadata, type Params } from './read.ts'
import type { Entry } from './store.ts'
import { refusedVersion } from './versions.ts'
import { unix, type Served, type Work } from './work.ts'

type WebhookEndpoint = {
  readonly id: string
  readonly object: 'webhook_endpoint'
  readonly api_version: string | null
  readonly application: null
  readonly created: number
  readonly description: string | null
  readonly enabled_events: readonly string[]
  readonly livemode: false
  readonly metadata: Metadata
  readonly status: 'enabled' | 'disabled'
  readonly url: string
}
type EndpointEntry = Entry<WebhookEndpoint, undefined>

/** An address that is told what happens. */
export interface Endpoint {
  readonly id: string
  readonly url: string
  /** Types of events; `*` for all. */
  readonly events: readonly string[]
  /** The shape that payloads have for it. */
  readonly version: string
  readonly secret: string
}

const endpoints: Listing<WebhookEndpoint> = { prefix: 'we', url: '/v1/webhook_endpoints', owner: account }

/** In a run the kernel tells the system what happens, and addresses mean nothing. @throws Refusal there */
function servedBy(work: Work, operation: string): Served {
  const { served } = work.settings
  if (served === undefined) throw operationNotModelled(operation)
  return served
}

/** @throws Refusal 400 when nothing can be sent there, or may not be */
function urlIn(served: Served, params: Params): string {
  const url = needText(params, 'url')
  if (!/^https?:\/\/[^\s/]/.test(url)) throw badValue('url', `${url} is no address that begins with http`)
  const refusal = served.refuses(url)
  if (refusal !== undefined) throw badValue('url', refusal)
  return url
}

const eventType = /^[a-z_0-9]+(\.[a-z_0-9]+)+$/

function eventsIn(params: Params): readonly string[] {
  const given = list(params, 'enabled_events')
  if (given === undefined || given.length === 0) throw missing('enabled_events')
  return given.map((each, index) => {
    const type = String(each)
    if (type !== '*' && !eventType.test(type)) throw badValue(`enabled_events[${index}]`, `${type} is no type of event`)
    return type
  })
}

function create(work: Work, params: Params): unknown {
  const served = servedBy(work, 'webhook_endpoints.create')
  const url = urlIn(served, params)
  const events = eventsIn(params)
  const version = text(params, 'api_version')
  const refusal = version === undefined ? undefined : refusedVersion(version)
  if (refusal !== undefined) throw badValue('api_version', refusal)
  const object: WebhookEndpoint = {
    id: work.store.mint('we', account),
    object: 'webhook_endpoint',
    api_version: version ?? null,
    application: null,
    created: unix(work.now),
    description: text(params, 'description') ?? null,
    enabled_events: events,
    livemode: false,
    metadata: metadata(params),
    status: 'enabled',
    url,
  }
  work.store.put(account, object.id, { object, hidden: undefined })
  // The only answer that shows it. @source SN `WebhookEndpoint.secret`
  return { ...object, secret: served.secretOf(object.id) }
}

function found(work: Work, id: string, operation: string): EndpointEntry {
  servedBy(work, operation)
  const entry = work.store.get<EndpointEntry>(id)
  if (entry === undefined || entry.object.object !== 'webhook_endpoint') throw noSuch('webhook endpoint', id, 'id')
  return entry
}

function update(work: Work, params: Params, id: string): unknown {
  const { object } = found(work, id, 'webhook_endpoints.update')
  const isDisabled = flag(params, 'disabled')
  const next: WebhookEndpoint = {
    ...object,
    metadata: metadata(params, object.metadata),
    ...(params['url'] === undefined ? {} : { url: urlIn(work.settings.served!, params) }),
    ...(params['enabled_events'] === undefined ? {} : { enabled_events: eventsIn(params) }),
    ...(params['description'] === undefined ? {} : { description: text(params, 'description') ?? null }),
    ...(isDisabled === undefined ? {} : { status: isDisabled ? 'disabled' : 'enabled' }),
  }
  work.store.put(account, id, { object: next, hidden: undefined })
  return next
}

function remove(work: Work, id: string): unknown {
  found(work, id, 'webhook_endpoints.delete')
  work.store.drop(account, id)
  return { id, object: 'webhook_endpoint', deleted: true }
}

/** The addresses that are told something now, oldest first. */
export const endpointsOf = (work: Work): readonly Endpoint[] =>
  work.store
    .of<EndpointEntry>('we', account)
    .flatMap(({ object: { id, url, status, enabled_events: events, api_version: version } }) =>
      status === 'disabled'
        ? []
        : [{ id, url, events, version: version ?? work.settings.apiVersion, secret: work.settings.served!.secretOf(id) }],
    )

export const endpointOperations: Readonly<Record<string, (work: Work, params: Params, id: string) => unknown>> = {
  'webhook_endpoints.create': create,
  'webhook_endpoints.retrieve': (work, _params, id) => found(work, id, 'webhook_endpoints.retrieve').object,
  'webhook_endpoints.update': update,
  'webhook_endpoints.delete': (work, _params, id) => remove(work, id),
  'webhook_endpoints.list': (work, params) => {
    servedBy(work, 'webhook_endpoints.list')
    return listOf(work, endpoints, params)
  },
}
