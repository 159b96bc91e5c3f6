import { readlinkSync } from 'node:fs'
import type { Namespaces } from './messages.ts'

/** The namespaces of this process; undefined where there are none to be seen. */
export function ownNamespaces(): Namespaces | undefined {
  try {
    return { net: readlinkSync('/proc/self/ns/net'), pid: readlinkSync('/proc/self/ns/pid') }
  } catch {
    return undefined
  }
}

/**
 * Makes the way out disappear, before anything of the service runs: only loopback is up; sockets of daemons of this machine
 * (a Docker, somebody's own Postgres, a resolver) lie under an empty folder, since a network namespace does not hold those back;
 * names are asked of the guardian, which notes and denies them; and the rights to undo all this are dropped.
 * The first process of the namespace stays this shell: it buries whoever nobody waits for, and with its end everything inside ends.
 */
const script = `
fail() { echo "$1" >&2; exit 97; }
ip link set lo up 2>/dev/null || ifconfig lo up 2>/dev/null || busybox ip link set lo up || fail 'neither ip nor ifconfig is there to bring loopback up'
names=$(readlink -f /etc/resolv.conf)
system=$(readlink -f /run/current-system)
mount -t tmpfs -o mode=755,size=1m tmpfs /run || fail 'the folder of daemons cannot be hidden'
[ -L /var/run ] || [ ! -d /var/run ] || mount --bind /run /var/run || fail 'the folder of daemons cannot be hidden'
[ "$system" = /run/current-system ] || [ ! -e "$system" ] || ln -s "$system" /run/current-system
echo 'nameserver 127.0.0.1' > /run/names
case "$names" in
  /run/*) mkdir -p "\${names%/*}" && cp /run/names "$names" ;;
  *) [ ! -e "$names" ] || mount --bind /run/names "$names" || fail 'names cannot be asked of the guardian' ;;
esac
for socket in "$1"/.s.PGSQL.*; do
  [ ! -S "$socket" ] || mount --bind /dev/null "$socket" || fail 'a socket of Postgres cannot be hidden'
done
shift
echo 0 > /proc/sys/net/ipv4/ip_unprivileged_port_start || fail 'ports below 1024 cannot be opened up'
setpriv --ambient-caps=-all --inh-caps=-all --bounding-set=-sys_admin,-net_admin,-sys_ptrace,-sys_module,-sys_rawio,-sys_boot,-mknod -- "$@" &
wait $!
`

/** The command that runs another in namespaces of its own. @param temporary where sockets of Postgres stand by default */
export function inNamespaces(command: readonly string[], isRoot: boolean, temporary: string): readonly [string, ...string[]] {
  const asUser = isRoot ? [] : ['--user', '--map-current-user', '--keep-caps']
  return [
    'unshare',
    ...asUser,
    ...['--net', '--mount', '--ipc', '--pid', '--fork', '--kill-child', '--mount-proc'],
    ...['sh', '-c', script, 'sh', temporary, ...command],
  ]
}
