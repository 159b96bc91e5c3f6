import { noSuch } from './errors.ts'
import { ordinalOf, ownerOf } from './ids.ts'
import { createdWithin, page } from './lists.ts'
import type { ProviderEvent } from './provider.ts'
import { list, text, type Params } from './read.ts'
import { renderEvent } from './render.ts'
import { unix, type Work } from './work.ts'

/** Events, newest first, in the version of who asks. */
export function listEvents(work: Work, params: Params, version: string): unknown {
  const created = createdWithin(params)
  const types = list(params, 'types')
  const fits = (event: ProviderEvent): boolean => {
    const type = text(params, 'type')
    const named = type === undefined || (type.endsWith('.*') ? event.type.startsWith(type.slice(0, -1)) : event.type === type)
    return named && (types?.includes(event.type) ?? true) && created(unix(event.at))
  }
  const all = work.store
    .owners()
    .flatMap((owner) => work.store.events(owner).filter(fits))
    .sort((a, b) => b.at - a.at || (a.owner === b.owner ? ordinalOf(b.id) - ordinalOf(a.id) : a.owner < b.owner ? -1 : 1))
  const shown = page(
    all.map((event) => ({ ...renderEvent(work, event, version), id: event.id, object: 'event' })),
    '/v1/events',
    params,
  )
  return shown
}

export function retrieveEvent(work: Work, id: string, version: string): unknown {
  const owner = ownerOf(id)
  const event = owner === undefined ? undefined : work.store.events(owner).find((each) => each.id === id)
  if (event === undefined) throw noSuch('event', id, 'id')
  return renderEvent(work, event, version)
}
