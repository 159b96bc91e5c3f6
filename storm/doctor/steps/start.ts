import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { refuseLiveKeys, type ServiceOptions, type WayOut } from '#adapters'
import type { Finding } from '#reports'
import { unsure, well, wrong } from '../findings.ts'
import type { Patient } from '../patient.ts'

const folderOf = ({ folder }: ServiceOptions): string => (typeof folder === 'string' ? folder : fileURLToPath(folder))

/** Before anything of it starts: could it move real money? */
export function liveKeys(options: ServiceOptions): Finding {
  const folder = folderOf(options)
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    return wrong('live keys', `there is no folder ${folder}`, 'say in `folder` where the service is started')
  let env: Readonly<Record<string, string>>
  try {
    env = options.env({ store: 'store', twin: 'http://127.0.0.1:1', webhookSecret: 'whsec_billstorm', key: 'sk_test_billstorm' })
  } catch (thrown) {
    return wrong('live keys', `\`env\` throws: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
  }
  const undefinedOnes = Object.keys(env).filter((name) => typeof env[name] !== 'string')
  if (undefinedOnes.length > 0) return wrong('live keys', `\`env\` gives what is no text: ${undefinedOnes.join(', ')}`)
  const refusal = refuseLiveKeys({ folder, env })
  if (refusal !== undefined)
    return wrong(
      'live keys',
      refusal.says,
      'give it the `key` and the `webhookSecret` that `env` is given; move files with live keys elsewhere',
    )
  return well('live keys', 'none in its environment, nor in the files of its folder that are read into it')
}

/** @param wayOut tries to get out as the service would, in a place of the same kind */
export async function apart({ egress = 'guarded' }: ServiceOptions, wayOut: () => Promise<WayOut>): Promise<Finding> {
  if (egress === 'unguarded')
    return unsure(
      'apart',
      "egress is 'unguarded': nothing holds it back, and nothing is seen of what it tries",
      'leave `egress` out where namespaces are allowed',
    )
  const { isClosed, says } = await wayOut()
  return isClosed ? well('apart', says) : wrong('apart', says)
}

/** Brings it up. @returns what is to be said of its migrations, and of its start if they are right */
export async function start(patient: Patient): Promise<readonly [Finding] | readonly [Finding, Finding]> {
  const { options, system } = patient
  const how = options.migrate === undefined ? 'it makes its tables when it starts' : 'they ran'
  let says: string | undefined
  try {
    await system.boot?.()
  } catch (thrown) {
    says = thrown instanceof Error ? thrown.message : String(thrown)
  }
  if (says?.startsWith('the migration of') === true)
    return [wrong('migrations', says, 'they run as `migrate` says, in the folder of the service and with the environment that `env` makes')]
  if (says !== undefined)
    return [unsure('migrations', 'nobody looked: it does not start'), wrong('starts', says, ...whatToDo(patient, says))]
  const tables = await patient.tables()
  if (tables?.length === 0)
    return [
      wrong(
        'migrations',
        'its database has no table after the start',
        options.migrate === undefined
          ? 'say in `migrate` what makes them: npm run migrate'
          : 'does `env` tell it where its database is? `store` is given for that',
      ),
    ]
  return [
    well(
      'migrations',
      tables === undefined ? `${how}; nobody looks into a database of this kind` : `${how}: ${tables.map(({ name }) => name).join(', ')}`,
    ),
    well('starts', `${options.ready} answers, on port ${options.port ?? usualPort}`),
  ]
}

const usualPort = 3_000
/** Those above are given out to whoever asks for any. */
const firstOfAny = 32_768

function whatToDo({ options, ports }: Patient, says: string): readonly string[] {
  const port = options.port ?? usualPort
  const others = ports.filter((each) => each !== port && each < firstOfAny && each !== 53)
  if (says.includes('nothing listens on its port'))
    return others.length === 0
      ? [`it is told PORT=${port}, and is to listen there on 127.0.0.1 or on all addresses`]
      : [
          `something inside listens on ${others.join(', ')}: let it take the port from PORT, which says ${port}, or tell us its own`,
          `  port: ${others[0]},`,
        ]
  if (/GET \S+ answers (404|401|403)/.test(says)) return ['`ready` is to name a request that it answers with 200 as soon as it can work']
  if (/Cannot find (module|package)|ERR_MODULE_NOT_FOUND|not found/.test(says))
    return ['are its dependencies installed, and is it built? `start` runs in its folder']
  if (says.includes('NODE_OPTIONS')) return ['take NODE_OPTIONS out of `start` and `env`']
  return []
}
