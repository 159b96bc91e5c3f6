/** The outside world failed an adapter; `cause` says how. */
export class AdapterError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'AdapterError'
  }
}
