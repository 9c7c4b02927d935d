import type { Services } from '@atalaya/api';

export type Check = 'ok' | 'waiting' | 'down';

export interface ReadinessReport {
  status: 'ready' | 'starting' | 'stopping' | 'notReady';
  checks: { database: Check; migrations: Check; bus: Check };
}

const rememberMs = 1_000;
const patienceMs = 2_000;

/** How far the server is, and whether it may be sent callers. */
export class Readiness {
  /** Null until calls can be answered. */
  services: Services | null = null;
  migrated = false;
  stopping = false;
  #checked: { at: number; database: Promise<Check> } | null = null;

  /**
   * Ready: the database answers and its migrations are applied. A bus that is down is told but does
   * not count: live events then come from rows, and taking every node out would be worse.
   */
  async report(): Promise<ReadinessReport> {
    const database = await this.#database();
    const checks = {
      database,
      migrations: this.migrated ? 'ok' : 'waiting',
      bus: this.services ? (this.services.bus.connected() ? 'ok' : 'down') : 'waiting',
    } as const;
    if (this.stopping) return { status: 'stopping', checks };
    if (!this.services) return { status: 'starting', checks };
    return { status: database === 'ok' ? 'ready' : 'notReady', checks };
  }

  /** Anyone may ask: the database is asked once a second at most. */
  #database(): Promise<Check> {
    const { services } = this;
    if (!services) return Promise.resolve(this.migrated ? 'ok' : 'waiting');
    const now = performance.now();
    if (this.#checked === null || now - this.#checked.at > rememberMs) {
      this.#checked = { at: now, database: answers(services) };
    }
    return this.#checked.database;
  }
}

async function answers({ pool }: Services): Promise<Check> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<Check>((resolve) => {
    timer = setTimeout(() => resolve('down'), patienceMs);
  });
  const asked = pool.query('SELECT 1').then(
    (): Check => 'ok',
    (): Check => 'down',
  );
  const check = await Promise.race([asked, tooLate]);
  clearTimeout(timer);
  return check;
}
