import type { Services, Transaction } from '../context.ts';
import { announceNotifications, notifyAll } from '../notifications/index.ts';
import { type ChannelRow, toChannel } from './channel-rows.ts';
import { channelTopic, packetOf } from './events.ts';
import { appendEvent, lockIfThere } from './log.ts';
import { revokeLinks } from './revoke-links.ts';

type Needs = Pick<Services, 'db' | 'bus' | 'clock' | 'settings' | 'hub' | 'access'>;

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

/** What a round did: how many channels were archived, and warned of. */
interface Done {
  archived: number;
  warned: number;
}

/**
 * Archives channels without activity for as long as the organisation says, a week after telling their
 * owners. Each channel is looked at again under its lock: of two that do this at once one does it. What
 * time has passed is in the rows, so nothing is lost while no server runs. Where one organisation's
 * cannot be archived, the others' are, and then it throws.
 */
export async function archiveIdle(services: Needs, signal?: AbortSignal): Promise<Done> {
  const { db, settings } = services;
  const organisations = await db.organisation.findMany({
    orderBy: { id: 'asc' },
    select: { id: true },
  });
  const done = { archived: 0, warned: 0 };
  const failures: unknown[] = [];
  for (const { id } of organisations) {
    signal?.throwIfAborted();
    try {
      const days = (await settings.of(id)).channels.archiveAfterDays;
      if (days > 0) await ofOrganisation(services, id, days, done);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return done;
}

async function ofOrganisation(
  services: Needs,
  organisationId: string,
  days: number,
  done: Done,
): Promise<void> {
  let after = nobody;
  for (;;) {
    const now = services.clock.now();
    const due = await readDue(services.db, { organisationId, days, now, after });
    for (const { id } of due) {
      const what = await settle(services, id, organisationId, days);
      if (what) done[what] += 1;
    }
    const last = due.at(-1);
    if (!last || due.length < batch) return;
    after = last.id;
  }
}

/** Archives the channel or warns of it, if the rows still say so. */
async function settle(
  services: Needs,
  channelId: string,
  organisationId: string,
  days: number,
): Promise<'archived' | 'warned' | null> {
  const { db, clock } = services;
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
  if (settled.what === 'archived') tellArchived(services, settled.seq, settled.row);
  announceNotifications(services, settled.owners);
  return settled.what;
}

function tellArchived({ access, hub }: Needs, seq: number, row: ChannelRow): void {
  access.forget(row.id);
  const event = { type: 'channel.updated' as const, seq, channel: toChannel(row) };
  hub.publish(channelTopic(row.id), packetOf(hub, event));
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
