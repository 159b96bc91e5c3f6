import { referenceParts } from '../reference/parts.ts'
import { wrongReference } from './mutant.ts'

/** Whatever is written to the trail gets an id of its own there, and none of them is the one that the webhook or request had. */
export const losesCorrelation = wrongReference(
  { name: 'loses-correlation', declares: 'BS055', source: 'artifact-keeper/artifact-keeper#2414' },
  { record: (shop, who, facts, more, by) => referenceParts.record(shop, who, facts, more, `trace ${by.length}-${shop.now()}`) },
)
