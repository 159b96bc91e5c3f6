import { seconds } from '#machines'

/** How long our own systems wait for an answer: as long as the vendor's own library. @source stripe 23.1.0 */
export const patience = seconds(80)
