import type { Enclosure } from '../enclosure/enclosure.ts'

export type Row = Readonly<Record<string, unknown>>

/** The service's own database, as far as billstorm touches it: it makes it, looks into it, and puts it back. */
export interface OpenStore {
  /** What the service needs to reach it: a path, an address. */
  readonly address: string
  /** Takes what is there now, after the migrations, for what every run begins with. The service does not run then. */
  keep(): Promise<void>
  /** Puts that back. @returns whether connections of the service were cut by it */
  reset(): Promise<{ readonly cut: boolean }>
  query(sql: string): readonly Row[] | Promise<readonly Row[]>
  /** How the service reaches it through a gate of ours; undefined: not at all, being a file. */
  readonly wire?: StoreWire
  close(): void | Promise<void>
}

export interface StoreWire {
  /** The socket behind the gate. */
  readonly path: string
  /** What the service is told, when the gate listens on that port inside. */
  addressAt(port: number): string
  /** Which of these processes of the server wait for what others hold. */
  blocked(backends: readonly number[]): Promise<ReadonlySet<number>>
  /** Resolves when no connection of the service is left: what it had not committed is undone. */
  left(): Promise<void>
}

export interface Store {
  /** A word for reports: `sqlite`. */
  readonly kind: string
  /** @param folder the service's own */
  open(enclosure: Enclosure, folder: string): Promise<OpenStore>
}
