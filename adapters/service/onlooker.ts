import type { Up } from './bring-up.ts'
import type { Asked } from './children/ask.ts'
import type { Enclosure } from './enclosure/enclosure.ts'
import type { Sent } from './options.ts'

/** Somebody who looks on while a service is brought up and asked, and changes nothing by it. */
export interface Onlooker {
  /** It will run here; nothing of it does yet. */
  readonly enclosed?: (enclosure: Enclosure) => void
  readonly up?: (up: Up) => void
  /** What it was sent, and what came of that. */
  readonly answered?: (sent: Sent, heard: Asked) => void
}
