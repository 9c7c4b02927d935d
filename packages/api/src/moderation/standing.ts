import { announceMutes, type Mute, setMutes } from '../chat/index.ts';
import type { Services, Transaction } from '../context.ts';
import { announceStanding, type BanFacts, easeBan, holdStanding } from '../identity/index.ts';
import { announceNotifications } from '../notifications/index.ts';
import { noticesOfEnd } from './notices.ts';

type Needs = Pick<
  Services,
  'db' | 'bus' | 'clock' | 'log' | 'access' | 'revocations' | 'directory' | 'presence'
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
   * Until when people who are about to join a channel are muted there. Holds them until the
   * transaction ends, so that a mute decided at the same moment is not missed.
   */
  async mutesOf(
    tx: Transaction,
    channelId: string,
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

  /** Ends what is due, also what became due while no server ran. Gives how many sanctions ended. */
  async liftDue(): Promise<number> {
    const { db, clock } = this.#services;
    let ended = 0;
    for (;;) {
      const due = await db.sanction.findMany({
        where: { liftedAt: null, endsAt: { lte: clock.now() } },
        distinct: ['memberId'],
        orderBy: { endsAt: 'asc' },
        take: batch,
        select: { memberId: true },
      });
      let progress = 0;
      for (const { memberId } of due) progress += await this.#liftOf(memberId);
      ended += progress;
      if (due.length < batch || progress === 0) return ended;
    }
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
      await noticesOfEnd(tx, ended, now);
      return { ended, channels };
    });
    if (!done) return 0;
    announceMutes(this.#services, memberId, done.channels);
    await announceStanding(this.#services, memberId);
    announceNotifications(this.#services, [memberId]);
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
