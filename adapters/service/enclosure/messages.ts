/** What billstorm and the guardian say to each other. Each question is answered once, under its number. */
export type Question =
  | { readonly ask: 'start'; readonly command: ChildCommand }
  | { readonly ask: 'stop'; readonly child: number; readonly graceMs: number }
  /** A port on loopback inside; the server that listens comes along with the answer. */
  | { readonly ask: 'listen' }
  /** A connection to a port inside; it comes along with the answer. */
  | { readonly ask: 'connect'; readonly port: number }
  | { readonly ask: 'owners'; readonly port: number }
  /** One process is halted where it stands, or goes on. */
  | { readonly ask: 'signal'; readonly pid: number; readonly signal: 'SIGSTOP' | 'SIGCONT' }
  | { readonly ask: 'outward' }
  /** Bytes in Base64 to be written, at the end, on a connection that comes along. */
  | { readonly ask: 'say at the end'; readonly bytes: string }
  /** When nobody inside does anything any more. */
  | { readonly ask: 'rest'; readonly atMostMs: number }

export interface ChildCommand {
  /** A program and its arguments, or one line for the shell. */
  readonly run: readonly [string, ...string[]] | string
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
  /** As whom it runs; only root may choose. */
  readonly as?: { readonly uid: number; readonly gid: number }
  /** What asks it to end; SIGTERM unless something else is said. */
  readonly endsBy?: 'SIGTERM' | 'SIGINT' | 'SIGQUIT'
  /** Of each stream so much of the beginning is kept; the end is kept too. */
  readonly keepBytes: number
  /** Who prints more than this is ended. */
  readonly floodBytes: number
  /** Its timers go off by themselves: whoever sleeps in it for less than 2 s is not at rest. */
  readonly hasOwnTimers?: boolean
}

/** One process that listens on a port. */
export interface PortOwner {
  readonly pid: number
  readonly command: string
  /** The child that it belongs to. Undefined: to none that was started here. */
  readonly child: number | undefined
}

/** What was tried to reach the outside, from inside. */
export interface Outward {
  /** Whether it could be seen at all; outside a namespace it cannot. */
  readonly isSeen: boolean
  /** Host names asked for, each once, sorted. */
  readonly names: readonly string[]
  /** Packets and connections that found no way out. */
  readonly unrouted: number
}

/** Who did not come to rest. */
export interface Restless {
  readonly commands: readonly string[]
  /** Nobody was at work for long, but somebody woke up by itself again and again. */
  readonly keepsWaking: boolean
}

export interface Exit {
  readonly code: number | null
  readonly signal: string | null
  /** It printed more than it may, and was ended for that. */
  readonly flooded: boolean
  /** What it printed last on standard error, or on standard output when that was silent. */
  readonly lastWords: string
  readonly printedBytes: number
}

export type Answer =
  | { readonly is: 'started'; readonly child: number }
  | { readonly is: 'never started'; readonly why: string }
  | { readonly is: 'stopped'; readonly ignored: boolean }
  | { readonly is: 'listening'; readonly port: number }
  | { readonly is: 'connected' }
  | { readonly is: 'not connected'; readonly why: string }
  | { readonly is: 'owners'; readonly owners: readonly PortOwner[] | undefined }
  | { readonly is: 'outward'; readonly outward: Outward }
  | { readonly is: 'noted' }
  | { readonly is: 'rest'; readonly outward: Outward }
  | ({ readonly is: 'restless' } & Restless)
  | { readonly is: 'failed'; readonly why: string }

/** What the guardian says of itself, unasked. */
export type News =
  | { readonly news: 'here'; readonly folders: Folders; readonly namespaces: Namespaces | undefined }
  | { readonly news: 'printed'; readonly child: number; readonly stream: 'out' | 'error'; readonly text: string }
  | { readonly news: 'exited'; readonly child: number; readonly exit: Exit }

/** What a guardian makes and removes. */
export interface Folders {
  readonly folder: string
  /** In memory where there is room; programs cannot always be started from there. */
  readonly memory: string
}

/** The namespaces that a process is in, as the kernel names them. */
export interface Namespaces {
  readonly net: string
  readonly pid: string
}

export interface Asked {
  readonly number: number
  readonly question: Question
}
export interface Answered {
  readonly number: number
  readonly answer: Answer
}
