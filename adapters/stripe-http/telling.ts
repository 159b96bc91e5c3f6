/** What a served twin says of what it does, a line each. Nothing is kept. */
export type Telling =
  | {
      readonly kind: 'request'
      readonly method: string
      readonly path: string
      /** `payment_intents.create`, where the path leads to one. */
      readonly operation: string | undefined
      /** No number: no answer was sent. */
      readonly status: number | 'no answer' | 'reset'
      /** The object that the answer is about, or the code of its error. */
      readonly about: string | undefined
      readonly replayed: boolean
      readonly fault: string | undefined
      readonly ms: number
    }
  | {
      readonly kind: 'delivery'
      readonly type: string
      readonly event: string
      readonly url: string
      /** No number: why nobody answered. */
      readonly status: number | string
      readonly copy: number
      /** When it is tried again; undefined: it is not. */
      readonly again: string | undefined
      readonly ms: number
    }
  | { readonly kind: 'order'; readonly order: string; readonly status: number; readonly ms: number }
  | { readonly kind: 'page'; readonly page: string; readonly status: number; readonly ms: number }
  | { readonly kind: 'error'; readonly says: string }

export type Tell = (telling: Telling) => void
