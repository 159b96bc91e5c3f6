import { serve } from '@hono/node-server'
import { app } from './app.ts'
import { config } from './config.ts'
import { pool } from './db.ts'

const server = serve({ fetch: app.fetch, port: config.port })

process.once('SIGTERM', () => {
  server.close(() => void pool.end())
  if ('closeAllConnections' in server) server.closeAllConnections()
})
