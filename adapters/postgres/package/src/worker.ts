import { claim, type Job, putOff } from './jobs.ts'
import { perform } from './perform.ts'
import { leave } from './refunds.ts'

/** Does one job, if it is due and nobody else has it. @returns whether there was one */
export async function workOn(id?: string): Promise<boolean> {
  const job = await claim(id)
  if (job === undefined) return false
  try {
    await run(job)
  } catch (error) {
    console.error(`job ${job.id}, ${job.kind} ${job.about}, try ${job.tries}:`, (error as Error).message)
    await putOff(job, error)
  }
  return true
}

/** Does all that is due. */
export async function drain(): Promise<void> {
  while (await workOn()) continue
}

/** The same, while nobody waits for it: what fails is there for the next time. */
export function drainBeside(): void {
  drain().catch((error: Error) => console.error('the worker stopped:', error.message))
}

function run(job: Job): Promise<void> {
  switch (job.kind) {
    case 'order':
      return perform(job)
    case 'leave':
      return leave(job)
  }
}
