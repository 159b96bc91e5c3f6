/** 2xx only when what the webhook said is durable: anything else makes the provider send it again. */
export const acknowledge = (handled: 'done' | 'not durable'): number => (handled === 'done' ? 200 : 503)
