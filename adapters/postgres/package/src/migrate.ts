import { readFileSync } from 'node:fs'
import { pool } from './db.ts'
import { parts } from './parts.ts'

const schema = readFileSync(new URL('../migrations/001_billing.sql', import.meta.url), 'utf8')
await pool.query(`begin; ${schema}; ${parts.schema}; commit`)
await pool.end()
