/**
 * What a child may know of our environment: where programs and their own caches are, and the language. Keys, tokens, addresses of
 * databases and proxies, and options for Node are not among it.
 */
const passedOn: readonly string[] = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  // Where toolchains keep themselves and what they built.
  ...['GOROOT', 'GOPATH', 'GOCACHE', 'GOMODCACHE', 'GOTOOLCHAIN', 'CGO_ENABLED'],
  ...['JAVA_HOME', 'MAVEN_HOME', 'GRADLE_USER_HOME'],
  ...['CARGO_HOME', 'RUSTUP_HOME', 'GEM_HOME', 'GEM_PATH', 'BUNDLE_PATH', 'RBENV_ROOT'],
  ...['PYENV_ROOT', 'VIRTUAL_ENV', 'COREPACK_HOME', 'PNPM_HOME', 'NVM_DIR', 'VOLTA_HOME', 'FNM_DIR'],
  ...['ASDF_DIR', 'ASDF_DATA_DIR', 'MISE_DATA_DIR', 'DOTNET_ROOT'],
]

export interface EnvironmentParts {
  /** The environment that billstorm itself was given. */
  readonly ours: Readonly<Record<string, string | undefined>>
  /** What the service was given by name, in its configuration. */
  readonly given: Readonly<Record<string, string>>
  /** A folder of ours for its temporary files, which ends with it. */
  readonly temporary: string
}

/** The whole environment of a child. What was given wins; the clock's zone is always the same unless it was given. */
export function childEnvironment({ ours, given, temporary }: EnvironmentParts): Readonly<Record<string, string>> {
  const env: Record<string, string> = { TZ: 'UTC', TMPDIR: temporary }
  for (const name of passedOn) {
    const value = ours[name]
    if (value !== undefined) env[name] = value
  }
  return { ...env, ...given }
}
