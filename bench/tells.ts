/** Is told how far long work has come: what is done now, how much of it, and of how much. */
export type Tells = (what: string, done: number, of: number) => void
