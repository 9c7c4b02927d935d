import type { Services, Transaction } from '../context.ts';
import { announceNotifications, notifyAll } from '../notifications/index.ts';
import { type ChannelRow, toChannel } from './channel-rows.ts';
import { channelTopic, packetOf } from './events.ts';
import { appendEvent, lockIfThere } from './log.ts';
import { revokeLinks } from './revoke-links.ts';

type Needs = Pick<
  Services,
  'db' | 'pool' | 'bus' | 'clock' | 'log' | 'settings' | 'hub' | 'access'
>;

const everyMs = 600_000;
const dayMs = 24 * 3_600_000;
/** Owners are told so long before. Nothing is archived without that, however old it is. */
export const warningDays = 7;
const batch = 100;
/** In the channel's log: what nobody did, but the clock. */
const nobody = '00000000-0000-0000-0000-000000000000';

interface Due {
  id: string;
  /** The last message, joining or opening again. */
  activeAt: Date;
  isWarned: boolean;
}

/**
 * Archives channels without activity for as long as the organisation says, a week after telling their
 * owners. Each channel is looked at again under its lock: of two nodes one does it. What time has passed
 * is in the rows, so nothing is lost while no server runs.
 */
export class IdleChannels {
  readonly #services: Needs;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<unknown> | null = null;

  constructor(services: Needs) {
    this.#services = services;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.round()
        .catch((error: unknown) => {
          this.#services.log.warn({ err: error }, 'quiet channels could not be archived');
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

  /** Does now what is due, all nodes may at once. Gives how many channels were archived, and warned of. */
  async round(): Promise<{ archived: number; warned: number }> {
    const { db, settings } = this.#services;
    const organisations = await db.organisation.findMany({
      orderBy: { id: 'asc' },
      select: { id: true },
    });
    const done = { archived: 0, warned: 0 };
    for (const { id } of organisations) {
      const days = (await settings.of(id)).channels.archiveAfterDays;
      if (days > 0) await this.#ofOrganisation(id, days, done);
    }
    return done;
  }

  async #ofOrganisation(
    organisationId: string,
    days: number,
    done: { archived: number; warned: number },
  ): Promise<void> {
    let after = nobody;
    for (;;) {
      const due = await this.#due(organisationId, days, after);
      for (const { id } of due) {
        const what = await this.#settle(id, organisationId, days);
        if (what) done[what] += 1;
      }
      const last = due.at(-1);
      if (!last || due.length < batch) return;
      after = last.id;
    }
  }

  /** Archives the channel or warns of it, if the rows still say so. */
  async #settle(
    channelId: string,
    organisationId: string,
    days: number,
  ): Promise<'archived' | 'warned' | null> {
    const { db, clock } = this.#services;
    const now = clock.now();
    const settled = await db.$transaction(async (tx) => {
      if (!(await lockIfThere(tx, channelId))) return null;
      const [due] = await readDue(tx, { organisationId, days, now, channelId });
      if (!due) return null;
      const owners = await ownersOf(tx, channelId);
      if (!due.isWarned) {
        const { name } = await tx.channel.update({
          where: { id: channelId },
          data: { idleWarnedAt: now },
        });
        const idleAt = due.activeAt.getTime() + days * dayMs;
        const archiveAt = new Date(Math.max(idleAt, now.getTime() + warningDays * dayMs));
        await notifyAll(
          tx,
          {
            organisationId,
            kind: 'channelIdle',
            params: { channelId, name, archiveAt: archiveAt.toISOString() },
            key: `channelIdle:${channelId}:${now.getTime()}`,
            now,
          },
          owners,
        );
        return { what: 'warned' as const, owners };
      }
      await revokeLinks(tx, { channelId, now });
      const seq = await appendEvent(tx, { channelId, kind: 'updated', memberId: nobody });
      const row = await tx.channel.update({
        where: { id: channelId },
        data: { archivedAt: now, version: { increment: 1 } },
      });
      await notifyAll(
        tx,
        {
          organisationId,
          kind: 'channelArchived',
          params: { channelId, name: row.name, days },
          key: `channelArchived:${channelId}:${now.getTime()}`,
          now,
        },
        owners,
      );
      return { what: 'archived' as const, owners, seq, row };
    });
    if (!settled) return null;
    if (settled.what === 'archived') this.#tellArchived(settled.seq, settled.row);
    announceNotifications(this.#services, settled.owners);
    return settled.what;
  }

  #tellArchived(seq: number, row: ChannelRow): void {
    const { access, hub } = this.#services;
    access.forget(row.id);
    const event = { type: 'channel.updated' as const, seq, channel: toChannel(row) };
    hub.publish(channelTopic(row.id), packetOf(hub, event));
  }

  #due(organisationId: string, days: number, after: string): Promise<Due[]> {
    const { db, clock } = this.#services;
    return readDue(db, { organisationId, days, now: clock.now(), after });
  }
}

interface Asked {
  organisationId: string;
  days: number;
  now: Date;
  /** One channel alone. */
  channelId?: string;
  /** Channels with greater ids. */
  after?: string;
}

/** Quiet channels that are to be warned of, or were and are to be archived. */
function readDue(
  db: Pick<Transaction, '$queryRaw'>,
  { organisationId, days, now, channelId, after = nobody }: Asked,
): Promise<Due[]> {
  const ago = (count: number) => new Date(now.getTime() - count * dayMs);
  const toWarn = ago(Math.max(0, days - warningDays));
  return db.$queryRaw<Due[]>`
    SELECT id, active_at AS "activeAt", idle_warned_at > active_at IS TRUE AS "isWarned"
      FROM (SELECT c.id, c.idle_warned_at,
                   greatest(c.created_at, c.last_message_at, c.reopened_at,
                            (SELECT max(joined_at) FROM channel_member cm
                              WHERE cm.channel_id = c.id)) AS active_at
              FROM channel c
             WHERE c.organisation_id = ${organisationId}::uuid AND c.id > ${after}::uuid
               AND (${channelId ?? null}::uuid IS NULL OR c.id = ${channelId ?? null}::uuid)
               AND c.type <> 'direct' AND NOT c.keep_open
               AND c.archived_at IS NULL AND c.deleted_at IS NULL
               AND greatest(c.created_at, c.last_message_at, c.reopened_at) <= ${toWarn}) AS quiet
     WHERE active_at <= ${toWarn}
       AND (idle_warned_at IS NULL OR idle_warned_at <= active_at
            OR (idle_warned_at <= ${ago(warningDays)} AND active_at <= ${ago(days)}))
     ORDER BY id LIMIT ${batch}`;
}

async function ownersOf(tx: Transaction, channelId: string): Promise<string[]> {
  const owners = await tx.channelMember.findMany({
    where: { channelId, role: 'owner', member: { state: 'active' } },
    select: { memberId: true },
  });
  return owners.map(({ memberId }) => memberId);
}
