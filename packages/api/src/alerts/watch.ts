import type { Services, Transaction } from '../context.ts';
import { detectAttacks } from './attacks.ts';
import { escalateAlerts } from './escalation.ts';
import { announceAlerts, type RaisedAlert, raiseAlert } from './raise.ts';
import type { RecentCalls } from './recent-calls.ts';

type Needs = Pick<Services, 'db' | 'clock' | 'log' | 'jobs' | 'settings' | 'alerts'> & {
  calls: Pick<RecentCalls, 'lastMinute'>;
};

const everyMs = 10_000;
/** Of several nodes one looks at the rows at a time. */
const lock = 7_204_310_558;
/** Fewer calls in a minute say nothing about how many fail. */
const fewestCalls = 20;
/** From this part on nobody can work any more. */
const criticalPercent = 50;

/** Looks every few seconds, once for everyone who watches, for what staff should be told. */
export class AlertWatch {
  readonly #services: Needs;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;

  constructor(services: Needs) {
    this.#services = services;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.look()
        .catch((error: unknown) => {
          this.#services.log.warn({ err: error }, 'alerts could not be looked for; trying again');
        })
        .finally(() => {
          this.#running = null;
        });
    }, everyMs);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#running;
  }

  /** Looks now. */
  async look(): Promise<void> {
    // What failed here is only known here.
    const failing = await this.#failingFor();
    if (failing.length > 0) await this.#tell((tx) => this.#raiseErrorRate(tx, failing));
    await this.#tellInTurn(escalateAlerts);
    await detectAttacks(this.#services);
  }

  /** Does nothing while another node is at it. */
  #tellInTurn(work: (tx: Transaction, services: Needs) => Promise<RaisedAlert[]>): Promise<void> {
    return this.#tell(async (tx) => {
      const [turn] = await tx.$queryRaw<{ free: boolean }[]>`
        SELECT pg_try_advisory_xact_lock(${lock}::bigint) AS free`;
      return turn?.free ? work(tx, this.#services) : [];
    });
  }

  async #tell(work: (tx: Transaction) => Promise<RaisedAlert[]>): Promise<void> {
    announceAlerts(this.#services, await this.#services.db.$transaction(work));
  }

  /** The organisations for which too many of this node's calls fail: a failing server concerns all. */
  async #failingFor(): Promise<{ organisationId: string; percent: number }[]> {
    const { db, settings, calls } = this.#services;
    const { all, failed } = calls.lastMinute();
    if (all < fewestCalls || failed === 0) return [];
    const percent = Math.floor((failed / all) * 100);
    const active = await db.organisation.findMany({
      where: { active: true },
      orderBy: { id: 'asc' },
      select: { id: true },
    });
    const failing = [];
    for (const { id: organisationId } of active) {
      const { failedCallsPercent } = (await settings.of(organisationId)).alerts;
      if (percent >= failedCallsPercent) failing.push({ organisationId, percent });
    }
    return failing;
  }

  async #raiseErrorRate(
    tx: Transaction,
    failing: readonly { organisationId: string; percent: number }[],
  ): Promise<RaisedAlert[]> {
    const raised: RaisedAlert[] = [];
    for (const { organisationId, percent } of failing) {
      const severity = percent >= criticalPercent ? 'critical' : 'warning';
      raised.push(
        await raiseAlert(tx, this.#services, {
          organisationId,
          kind: 'errorRate',
          severity,
          key: 'errorRate',
          params: { percent },
        }),
      );
    }
    return raised;
  }
}
