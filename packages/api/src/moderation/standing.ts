import { announceMutes, type Mute, setMutes } from '../chat/index.ts';
import type { Services, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import { announceStanding, type BanFacts, easeBan, holdStanding } from '../identity/index.ts';
import { announceNotifications } from '../notifications/index.ts';
import { tellEach } from './news.ts';
import { noticesOfEnd } from './notices.ts';

type Needs = Pick<
  Services,
  'db' | 'pool' | 'bus' | 'clock' | 'log' | 'access' | 'revocations' | 'directory' | 'presence'
>;

/** How often sanctions whose time is over are looked for. Every check compares the time itself. */
const everyMs = 5_000;
const batch = 200;

/** What is in force against whom, for the domains below; and the end of what has an end. */
export class Standing {
  readonly #services: Needs;
  #timer: NodeJS.Timeout | null = null;
  #lifting: Promise<unknown> = Promise.resolve();

  constructor(services: Needs) {
    this.#services = services;
  }

  /** The ban in force, the one that lasts longest; null when there is none. */
  async banOf(memberId: string): Promise<BanFacts | null> {
    const { db, clock } = this.#services;
    const ban = await db.sanction.findFirst({
      where: { memberId, kind: 'ban', ...inForce(clock.now()) },
      orderBy: [{ endsAt: { sort: 'desc', nulls: 'first' } }, { startsAt: 'desc' }],
      select: { policy: true, statement: true, endsAt: true },
    });
    return ban && { policy: ban.policy, statement: ban.statement, until: ban.endsAt };
  }

  /**
   * Until when people who are about to join a channel are muted there; null: everywhere. Holds them until the
   * transaction ends, so that a mute decided at the same moment is not missed.
   */
  async mutesOf(
    tx: Transaction,
    channelId: string | null,
    memberIds: readonly string[],
  ): Promise<Map<string, Date>> {
    await tx.$queryRaw`
      SELECT 1 FROM member WHERE id = ANY(${memberIds}::uuid[]) ORDER BY id FOR SHARE`;
    const rows = await tx.sanction.groupBy({
      by: ['memberId'],
      where: {
        memberId: { in: [...memberIds] },
        kind: 'mute',
        liftedAt: null,
        endsAt: { gt: this.#services.clock.now() },
        OR: [{ channelId: null }, { channelId }],
      },
      _max: { endsAt: true },
    });
    return new Map(
      rows.flatMap(({ memberId, _max: { endsAt } }) => (endsAt ? [[memberId, endsAt]] : [])),
    );
  }

  /**
   * Throws `muted` for who may not write there now; without a channel `muted.everywhere` for who may
   * write nowhere. Holds the person until the transaction ends, as above.
   */
  async assertUnmuted(
    tx: Transaction,
    { memberId, channelId }: { memberId: string; channelId: string | null },
  ): Promise<void> {
    const until = (await this.mutesOf(tx, channelId, [memberId])).get(memberId);
    if (until) throw muted(until, channelId);
  }

  /** Ends what is due, also what became due while no server ran. Gives how many sanctions ended. */
  async liftDue(): Promise<number> {
    let ended = 0;
    for (;;) {
      let progress = 0;
      for (const memberId of await this.#due()) progress += await this.#liftOf(memberId);
      ended += progress;
      if (progress === 0) return ended;
    }
  }

  /** Whose sanctions are due, of those due longest. Reads no more than a batch of them. */
  async #due(): Promise<string[]> {
    const { pool, clock } = this.#services;
    const { rows } = await pool.query<{ memberId: string }>({
      name: 'sanctions-due',
      // Ordered as the index is, of which only the beginning is then read.
      text: `SELECT DISTINCT member_id AS "memberId"
               FROM (SELECT member_id FROM sanction WHERE lifted_at IS NULL AND ends_at <= $1
                      ORDER BY lifted_at, ends_at LIMIT $2) AS due`,
      values: [clock.now(), batch],
    });
    return rows.map(({ memberId }) => memberId);
  }

  /** Under the person's lock: of two nodes one finds something to end. */
  async #liftOf(memberId: string): Promise<number> {
    const { db, clock } = this.#services;
    const now = clock.now();
    const done = await db.$transaction(async (tx) => {
      await holdStanding(tx, memberId);
      const ended = await tx.sanction.updateManyAndReturn({
        where: { memberId, liftedAt: null, endsAt: { lte: now } },
        data: { liftedAt: now },
      });
      if (ended.length === 0) return null;
      const channels = await refreshMutes(tx, memberId, now);
      await refreshBan(tx, memberId, now);
      await noticesOfEnd(tx, ended, { now });
      return { ended, channels };
    });
    if (!done) return 0;
    await tellEach(this.#services, {
      standing: () => announceStanding(this.#services, memberId),
      mutes: () => announceMutes(this.#services, memberId, done.channels),
      notifications: () => announceNotifications(this.#services, [memberId]),
    });
    return done.ended.length;
  }

  async start(): Promise<void> {
    const lift = () => {
      this.#lifting = this.#lifting
        .then(() => this.liftDue())
        .catch((error: unknown) => {
          this.#services.log.warn({ err: error }, 'sanctions could not be ended; trying again');
        });
    };
    lift();
    await this.#lifting;
    this.#timer = setInterval(lift, everyMs);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#lifting;
  }
}

const muted = (until: Date, channelId: string | null) =>
  new DomainError('muted', {
    ...(channelId === null ? { reason: 'everywhere' } : {}),
    params: { until: until.toISOString() },
  });

const inForce = (now: Date) => ({
  liftedAt: null,
  OR: [{ endsAt: null }, { endsAt: { gt: now } }],
});

/** Writes the mutes in force into the person's channels. Gives those where something changed. */
export async function refreshMutes(
  tx: Transaction,
  memberId: string,
  now: Date,
): Promise<string[]> {
  const mutes = await tx.sanction.findMany({
    where: { memberId, kind: 'mute', ...inForce(now) },
    select: { channelId: true, endsAt: true },
  });
  return setMutes(
    tx,
    memberId,
    mutes.flatMap(({ channelId, endsAt }): Mute[] =>
      endsAt ? [{ channelId, until: endsAt }] : [],
    ),
  );
}

/** The end of the bans in force; null when there is none. */
export async function banLeft(tx: Transaction, memberId: string, now: Date) {
  const bans = await tx.sanction.findMany({
    where: { memberId, kind: 'ban', ...inForce(now) },
    select: { endsAt: true },
  });
  if (bans.length === 0) return null;
  const ends = bans.map(({ endsAt }) => endsAt?.getTime() ?? Number.POSITIVE_INFINITY);
  const last = Math.max(...ends);
  return { until: Number.isFinite(last) ? new Date(last) : null };
}

/** Writes what bans are left into the person's row. */
export async function refreshBan(tx: Transaction, memberId: string, now: Date): Promise<void> {
  // Not for who was banned in another way than by a sanction.
  const any = await tx.sanction.count({ where: { memberId, kind: 'ban' } });
  if (any > 0) await easeBan(tx, memberId, await banLeft(tx, memberId, now));
}
