import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';

/** Resolves when so many transactions of this database wait for a lock that another one holds. */
export async function untilWaiting(pool: Pool, count = 1): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if ((rows[0]?.waiting ?? 0) >= count) return;
    await pause(5);
  }
}
