import { decimalsOf, inWords, type CardMethod, type Currency, type Minor } from '#machines'
import type { Life } from './life.ts'

/** What a person may pay with. The rest is up to the bank. */
const cards: Readonly<Record<CardMethod, string>> = {
  card: 'a card that works',
  'card needing authentication': 'a card whose bank asks, and is answered',
  'card without funds': 'a card without funds',
  'card expired': 'a card that is past its date',
}

/** The members of a session that its page shows. */
interface Shown {
  readonly object?: string
  readonly status?: string
  readonly mode?: string
  readonly amount_total?: Minor | null
  readonly currency?: Currency | null
  readonly success_url?: string | null
  readonly cancel_url?: string | null
}

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

const html = (status: number, body: string): Response =>
  new Response(
    `<!doctype html><meta charset="utf-8"><title>billstorm</title><style>body{font:16px/1.5 system-ui;max-width:32em;margin:4em auto}` +
      `button{font:inherit;display:block;width:100%;margin:.5em 0;padding:.5em}</style>\n<h1>A page of the twin</h1>\n${body}\n`,
    { status, headers: { 'content-type': 'text/html; charset=utf-8' } },
  )

/** Pages link to programs, never to code. */
const isLink = (url: string | null | undefined): url is string => typeof url === 'string' && /^https?:\/\//.test(url)

/** The page on which somebody fills in what a system asked for; no money is anywhere near. */
export function paid({ twin, codec, ask, happens }: Life, method: string, session: string, body: string): Response {
  const id = codec.take(session) as string
  const answer = ask({ operation: 'checkout.sessions.retrieve', id, params: {} })
  const shown = (answer.kind === 'response' ? answer.body : {}) as Shown
  if (shown.object !== 'checkout.session') return html(404, '<p>There is no such page.</p>')
  if (method === 'POST') {
    const card = Object.keys(cards).find((each) => each === new URLSearchParams(body).get('card')) as CardMethod | undefined
    if (card === undefined) return html(400, '<p>There is no such card.</p>')
    const visit = happens((context) => twin.completeCheckout(id, card, context, 'succeeds'))
    if (visit !== 'complete') return form(shown, visit === 'declined' ? 'The bank says no.' : undefined)
    if (isLink(shown.success_url))
      return new Response(null, { status: 303, headers: { location: shown.success_url.replaceAll('{CHECKOUT_SESSION_ID}', session) } })
    return html(200, '<p>Done.</p>')
  }
  return method === 'GET' ? form(shown, undefined) : html(405, '<p>It is looked at, or filled in.</p>')
}

function form({ status, mode, amount_total: amount, currency, cancel_url: cancel }: Shown, says: string | undefined): Response {
  if (status !== 'open') return html(200, `<p>This page is ${status === 'complete' ? 'done with' : 'over'}.</p>`)
  const asks =
    mode === 'setup' || amount === null || amount === undefined || currency === null || currency === undefined
      ? 'Save a card.'
      : `${mode === 'subscription' ? 'Subscribe for' : 'Pay'} ${moneyIn(amount, currency)}.`
  const buttons = Object.entries(cards).map(([card, words]) => `<button name="card" value="${card}">${escaped(words)}</button>`)
  return html(
    200,
    `<p>${asks}</p>${says === undefined ? '' : `<p><strong>${says}</strong></p>`}<form method="post">${buttons.join('')}</form>` +
      (isLink(cancel) ? `<p><a href="${escaped(cancel)}">back</a></p>` : ''),
  )
}

/** A system may ask for currencies that we do not know the minor units of. */
const moneyIn = (amount: Minor, currency: Currency): string =>
  Object.hasOwn(decimalsOf, currency) ? `${inWords(amount, currency)} ${currency}` : `${amount} of the least units of ${escaped(currency)}`
