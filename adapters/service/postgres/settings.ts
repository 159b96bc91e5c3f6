/**
 * How a server of ours runs: nothing starts by itself, nothing depends on the time of day, and nothing outlives the run, so that
 * nothing need be safe on disk.
 */
export const settings: Readonly<Record<string, string>> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  checkpoint_timeout: '1d',
  bgwriter_lru_maxpages: '0',
  autovacuum: 'off',
  track_counts: 'off',
  // A server that is killed leaves segments in /dev/shm behind; files go with its folder.
  dynamic_shared_memory_type: 'mmap',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  max_parallel_workers: '0',
  max_logical_replication_workers: '0',
  synchronize_seqscans: 'off',
  // Whoever closes a circle of locks is the victim, not whoever looked first.
  deadlock_timeout: '1ms',
  statement_timeout: '0',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: '100',
  shared_buffers: '32MB',
  log_min_messages: 'fatal',
}
