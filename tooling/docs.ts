import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chartsPage } from './pages/charts-page.ts'
import { matrixPage } from './pages/matrix-page.ts'

/** Writes the pages that are made from data; `tooling/pages/fresh.test.ts` holds them to it. */
const docs = join(import.meta.dirname, '../docs')
writeFileSync(join(docs, 'outcome-matrix.md'), matrixPage())
writeFileSync(join(docs, 'charts.md'), chartsPage())
