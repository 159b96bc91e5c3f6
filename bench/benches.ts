/** Each bench is loaded when it is asked for: they bring storms and everybody who competes, which files and states of facts do without. */
export const simulatorBench = async () => ({ ...(await import('./simulator.ts')), ...(await import('./report.ts')) })
export const recomputeBench = async () => ({ ...(await import('./recompute/measure.ts')), ...(await import('./recompute/text.ts')) })
export const growthBench = () => import('./recompute/growth.ts')
export const ownBench = async () => ({ ...(await import('./recompute/own/own.ts')), ...(await import('./recompute/own/own-text.ts')) })
export const recomputeGate = () => import('./recompute/gate/gate.ts')
