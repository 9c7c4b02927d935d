/** How the cluster runs: `durable` for people's data, `throwaway` for tests (a crash of the machine loses it). */
export type Durability = 'durable' | 'throwaway';

/** PostgreSQL's settings for a machine with two cores and a few GiB, as arguments, so that they change with the code. */
export function serverArguments(pgdata: string, port: number, durability: Durability): string[] {
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    // TCP with a password only: no socket file that another local user could find.
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '256MB',
    effective_cache_size: '1GB',
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    wal_level: 'replica',
    wal_buffers: '16MB',
    min_wal_size: '128MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    random_page_cost: 1.1,
    io_workers: 2,
    max_worker_processes: 8,
    max_parallel_workers: 2,
    max_parallel_workers_per_gather: 1,
    // Short queries only: compiling them costs more than it saves.
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    log_line_prefix: '',
    // LOG, FATAL and PANIC only. Who sent a failed statement reports it; what is in it may be private.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    ...(durability === 'durable'
      ? { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' }
      : {
          fsync: 'off',
          synchronous_commit: 'off',
          full_page_writes: 'off',
          wal_level: 'minimal',
          max_wal_senders: 0,
          autovacuum: 'off',
        }),
  };
  return [
    '-D',
    pgdata,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}

/** Nothing of our environment (secrets, PG*, LC_*) is handed to PostgreSQL but what starting a program takes. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = process.platform === 'win32' ? ['PATH', 'SystemRoot', 'TEMP', 'TMP'] : ['PATH'];
  return {
    LC_ALL: 'C',
    TZ: 'UTC',
    ...Object.fromEntries(
      kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
    ),
  };
}
