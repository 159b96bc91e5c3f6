import type { ProviderAnswer } from './provider.ts'

/** What stands under `error` in a refused answer. */
export interface ErrorBody {
  readonly type: 'invalid_request_error' | 'card_error' | 'idempotency_error' | 'api_error'
  readonly code?: string
  readonly decline_code?: string
  readonly param?: string
  readonly message: string
  readonly charge?: string
  readonly payment_intent?: unknown
  readonly payment_method?: unknown
  readonly advice_code?: string
  readonly doc_url?: string
}

/**
 * Ends an operation with an error answer. Nothing the operation did before may have changed state. No `Error`: it is an answer that
 * is always caught, and a stack that nobody reads costs more than the operation.
 */
export class Refusal {
  readonly message: string
  readonly status: number
  readonly error: ErrorBody
  /** Refused before the operation began: its idempotency key stays free. */
  readonly early: boolean
  constructor(status: number, error: ErrorBody, early: boolean) {
    this.message = error.message
    this.status = status
    this.error = error
    this.early = early
  }
}

const invalid = (status: number, code: string | undefined, param: string | undefined, message: string, early: boolean): Refusal =>
  new Refusal(
    status,
    {
      type: 'invalid_request_error',
      ...(code === undefined ? {} : { code }),
      ...(param === undefined ? {} : { param }),
      message,
    },
    early,
  )

/** @source SD/error-low-level: refused ahead of the idempotency layer, as most of validation is */
export const missing = (param: string): Refusal => invalid(400, 'parameter_missing', param, `${param} is required and was not given`, true)
export const unknownParameter = (param: string): Refusal => invalid(400, 'parameter_unknown', param, `${param} is no parameter here`, true)
export const badInteger = (param: string, value: unknown): Refusal =>
  invalid(400, 'parameter_invalid_integer', param, `${JSON.stringify(value)} is no whole number`, true)
export const badValue = (param: string, message: string): Refusal => invalid(400, undefined, param, message, true)
export const badCode = (code: string, param: string | undefined, message: string): Refusal => invalid(400, code, param, message, true)

/** An id in the path that names nothing: 404 with `param` `id`. */
export const noSuch = (what: string, id: string, param: string): Refusal =>
  invalid(404, 'resource_missing', param, `there is no ${what} ${id}`, true)
/** An id in a parameter that names nothing: 400 with the parameter's name. */
export const noSuchParam = (what: string, id: string, param: string): Refusal =>
  invalid(400, 'resource_missing', param, `there is no ${what} ${id}`, true)

/** The object's state forbids it; execution had begun, so the answer stays under its key. */
export const unfit = (code: string | undefined, param: string | undefined, message: string): Refusal =>
  invalid(400, code, param, message, false)

/** Known to the vendor, not modelled here: a storm turns it into `undecided`, never into a verdict. */
export const notModelledCode = 'billstorm_not_modelled'
export const notModelled = (param: string, operation: string): Refusal =>
  invalid(400, notModelledCode, param, `${operation}: the parameter ${param} exists at the vendor and is not modelled`, true)
export const operationNotModelled = (operation: string): Refusal =>
  invalid(400, notModelledCode, undefined, `${operation} exists at the vendor and is not modelled`, true)

/** What an answer says that the twin lacks, in its own words; undefined when it lacks nothing. */
export function notModelledIn(answer: ProviderAnswer): string | undefined {
  if (answer.kind !== 'response' || answer.status !== 400) return undefined
  const { error } = answer.body as { readonly error?: { readonly code?: string; readonly message?: string } }
  return error?.code === notModelledCode ? error.message : undefined
}

/** A card said no. */
export const cardRefusal = (error: Omit<ErrorBody, 'type'>): Refusal => new Refusal(402, { type: 'card_error', ...error }, false)
