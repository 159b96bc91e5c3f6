import { defineConfig } from 'vitest/config'
import { untestable } from './tooling/untestable.ts'

const outside = ['**/node_modules/**', 'dist/**', 'adapters/*/package/**', 'examples/services/**', 'examples/**/node_modules/**']
const laws = '**/*.property.test.ts'
const tidy = 'tidy.test.ts'
const packed = 'tooling/packed.test.ts'
const nodes = 'tooling/nodes.test.ts'
/** A test fails by what it sees; this only ends one that hangs, on a machine that others use too. */
const testTimeout = 60_000

/** Where threads, processes or real code run, which may take their process along. */
const apart = [
  'cli/**/*.test.ts',
  'adapters/{better-auth,injected,stripe-http}/**/*.test.ts',
  'adapters/service/{enclosure,children,postgres}/**/*.test.ts',
  'storm/doctor/**/*.test.ts',
  'storm/{better-auth,conformance-of-real-code,go-service,handlers,postgres,services,wire,lost-runs,threads,tripwire}.test.ts',
]

/**
 * Six projects. `tidy` belongs to the check; `examples`, `laws` and `apart` are the tests; `packed` is slow, since it installs
 * the package as a stranger would, and runs alone; so is `nodes`, which replays on other versions of Node.
 * Nothing in our rooms outlives a run, so that their tests share processes: loading everything anew for each file takes most of the
 * time. Those of `apart` have one each.
 */
export default defineConfig({
  test: {
    reporters: ['default'],
    // By default one core is left to a person; of two that is half of them.
    maxWorkers: '100%',
    projects: [
      { test: { name: 'tidy', include: [tidy], exclude: outside, testTimeout } },
      {
        test: {
          name: 'examples',
          include: ['**/*.test.ts'],
          exclude: [...outside, ...apart, laws, tidy, packed, nodes],
          testTimeout,
          isolate: false,
        },
      },
      {
        test: {
          name: 'laws',
          include: [laws],
          exclude: [...outside, ...apart],
          setupFiles: ['./tooling/fixed-seed.ts'],
          testTimeout,
          isolate: false,
        },
      },
      {
        test: {
          name: 'apart',
          include: apart,
          exclude: [...outside, ...untestable()],
          globalSetup: ['./tooling/warm.ts'],
          setupFiles: ['./tooling/fixed-seed.ts'],
          testTimeout,
          // What they start, a database for one, may come up while all else does too.
          hookTimeout: testTimeout,
        },
      },
      { test: { name: 'packed', include: [packed], exclude: outside, testTimeout: 180_000, hookTimeout: 180_000 } },
      { test: { name: 'nodes', include: [nodes], exclude: outside, testTimeout: 900_000, hookTimeout: 900_000 } },
    ],
  },
})
