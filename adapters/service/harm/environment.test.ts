import { expect, it } from 'vitest'
import { childEnvironment } from './environment.ts'

const ours = {
  PATH: '/bin',
  HOME: '/somebody',
  STRIPE_API_KEY: 'x',
  DATABASE_URL: 'x',
  PGHOST: 'x',
  PGPASSWORD: 'x',
  AWS_SECRET_ACCESS_KEY: 'x',
  NODE_OPTIONS: 'x',
  NODE_CHANNEL_FD: '3',
  HTTPS_PROXY: 'x',
  SSH_AUTH_SOCK: 'x',
  GITHUB_TOKEN: 'x',
  TZ: 'Asia/Tokyo',
  TMPDIR: '/elsewhere',
}

it('tells a child where programs are, and nothing else of ours', () => {
  expect(childEnvironment({ ours, given: {}, temporary: '/own' })).toEqual({
    PATH: '/bin',
    HOME: '/somebody',
    TZ: 'UTC',
    TMPDIR: '/own',
  })
})

it('gives what was given by name, which wins', () => {
  const given = { DATABASE_URL: 'postgres://gate', PATH: '/own/bin', TZ: 'Europe/Berlin' }
  expect(childEnvironment({ ours, given, temporary: '/own' })).toMatchObject(given)
})
