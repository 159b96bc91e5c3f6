import { replacedFunction, type Undo } from './replaced.ts'

/**
 * Takes the rejections nobody handled and the exceptions nobody caught while an activity's code runs, so that they count
 * against that activity and do not end the process. All others go their way.
 */
export function interceptCrashes(isOurs: () => boolean, report: (reason: unknown) => void): Undo {
  const emit = process.emit.bind(process) as (...all: unknown[]) => boolean
  return replacedFunction(process, 'emit', (event: string, ...given: unknown[]): boolean => {
    if ((event !== 'unhandledRejection' && event !== 'uncaughtException') || !isOurs()) return emit(event, ...given)
    report(given[0])
    return true
  })
}
