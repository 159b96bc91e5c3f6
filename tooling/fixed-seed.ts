import { configureGlobal } from 'fast-check'

/**
 * Laws draw the same examples in every run, so that a red one is red for everybody. `LAWS_SEED=7 npm test` draws others;
 * fast-check prints the seed with the counterexample.
 */
configureGlobal({ seed: Number(process.env['LAWS_SEED'] ?? 20_240_229) })
