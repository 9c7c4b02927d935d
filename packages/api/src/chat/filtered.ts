import type { MemberContext } from '../context.ts';
import { DomainError } from '../errors.ts';
import { channelTopic, packetOf } from './events.ts';
import type { Verdict } from './filter.ts';
import { readMessages, seenBy, toMessage, toMessages } from './rows.ts';
import type { Message } from './schemas.ts';
import { type Draft, writeInside } from './writer.ts';

export type Objection = Exclude<Verdict, { outcome: 'allow' }>;

/** What the filter refuses, with the policy that it breaks. */
export const blocked = ({ policy }: Objection): DomainError =>
  new DomainError('refused', { field: 'content', reason: 'filter', params: { policy } });

/**
 * Writes a message that the filter objects to together with its case, or refuses it. A try to send
 * again what is there already gives what is there. Null: the rows refuse it.
 */
export async function sendObjected(
  ctx: MemberContext,
  draft: Draft,
  objection: Objection,
): Promise<Message | null> {
  if (objection.outcome === 'block') {
    const there = await existing(ctx, draft);
    if (there) return there;
    throw blocked(objection);
  }
  const { organisationId } = ctx.actor;
  const now = ctx.clock.now();
  const hiddenAt = objection.outcome === 'hold' ? now : null;
  const written = await ctx.db
    .$transaction(async (tx) => {
      const row = await writeInside(tx, draft, { now, hiddenAt });
      if (!row) return null;
      const { findings } = objection;
      const about = { organisationId, messageId: row.id, findings };
      return { ...row, announce: await ctx.filter.file(tx, about) };
    })
    .catch(async (error: unknown) => {
      // Another node wrote the same client id a moment ago.
      if (await existing(ctx, draft)) return null;
      throw error;
    });
  if (!written) return existing(ctx, draft);
  const { announce, ...place } = written;
  const author = await ctx.directory.get(organisationId, draft.authorId);
  const row = { ...place, ...draft, createdAt: now, editedAt: null, deletedAt: null, hiddenAt };
  const message = toMessage({ ...row, type: 'text' }, author ?? undefined, []);
  const event = { type: 'message.created', seq: row.seq, message: seenBy(null, message) } as const;
  ctx.hub.publish(channelTopic(draft.channelId), packetOf(ctx.hub, event));
  await announce();
  return message;
}

async function existing(ctx: MemberContext, draft: Draft): Promise<Message | null> {
  const { channelId, authorId, clientId } = draft;
  const found = await ctx.db.message.findFirst({
    where: { channelId, authorId, clientId },
    select: { id: true },
  });
  if (!found) return null;
  const rows = await readMessages(ctx.pool, [found.id]);
  const [message] = await toMessages(ctx, ctx.actor.organisationId, rows, authorId);
  return message ?? null;
}
