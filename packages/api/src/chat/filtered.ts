import type { MemberContext, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import { attachFiles, messageTypeOf } from '../files/index.ts';
import type { ChannelView } from './access.ts';
import { channelTopic, packetOf } from './events.ts';
import type { Verdict } from './filter.ts';
import { orderPreviews } from './link-previews.ts';
import type { Call } from './mentions.ts';
import { tellOfMessage } from './message-notices.ts';
import { readMessages, seenBy, toMessage, toMessages } from './rows.ts';
import type { Message } from './schemas.ts';
import { recordReply, tellFollowers } from './thread-replies.ts';
import { threadPart } from './thread-rows.ts';
import { hasRules, takeTurn } from './turns.ts';
import { type Draft, writeInside } from './writer.ts';

export type Objection = Exclude<Verdict, { outcome: 'allow' }>;
interface WholeDraft extends Draft {
  fileIds: readonly string[];
  call: Call | null;
  /** Whether there may be somebody to tell of it. */
  tells: boolean;
  /** Whether its links are to be looked at. */
  links: boolean;
}

/** What the filter refuses, with the policy that it breaks. */
export const blocked = ({ policy }: Objection): DomainError =>
  new DomainError('refused', { field: 'content', reason: 'filter', params: { policy } });

/**
 * Writes a message in a transaction of its own, with what belongs to it: its files, its place in a
 * thread, and its case if the filter objects to it; or refuses it, as where it is not the author's turn.
 * A try to send again what is there already gives what is there. Null: the rows refuse it.
 */
export async function sendInTransaction(
  ctx: MemberContext,
  view: ChannelView,
  draft: WholeDraft,
  verdict: Verdict,
): Promise<Message | null> {
  if (verdict.outcome === 'block') {
    const there = await existing(ctx, draft);
    if (there) return there;
    throw blocked(verdict);
  }
  const { organisationId } = ctx.actor;
  const now = ctx.clock.now();
  const hiddenAt = verdict.outcome === 'hold' ? now : null;
  const written = await ctx.db
    .$transaction(async (tx) => {
      const isTheirTurn = hasRules(view);
      if (isTheirTurn) await takeTurn(tx, ctx, { view, clientId: draft.clientId, now });
      const row = await writeInside(tx, draft, { now, hiddenAt, isTheirTurn });
      if (!row) return null;
      const { threadId } = draft;
      if (threadId) await recordReply(tx, { ...row, draft: { ...draft, threadId }, now, hiddenAt });
      const carried = await carry(tx, row.id, draft);
      if (draft.tells && !hiddenAt) {
        await tellOfMessage(tx, ctx, { messageId: row.id, call: draft.call });
      }
      if (draft.links && !hiddenAt) {
        await orderPreviews(tx, ctx, { messageId: row.id, content: draft.content });
      }
      if (verdict.outcome === 'allow') return { ...row, ...carried };
      const { findings } = verdict;
      const subject = { type: 'message', id: row.id } as const;
      const about = { organisationId, subject, findings };
      return { ...row, ...carried, announce: await ctx.filter.file(tx, about) };
    })
    .catch(async (error: unknown) => {
      // Another node wrote the same client id a moment ago.
      if (await existing(ctx, draft)) return null;
      throw error;
    });
  if (!written) return existing(ctx, draft);
  const { id, seq, type, files, announce } = written;
  const { fileIds: _, call: _call, tells: _tells, links: _links, ...text } = draft;
  const author = await ctx.directory.get(organisationId, draft.authorId);
  const row = { id, seq, type, ...text, createdAt: now, editedAt: null, deletedAt: null, hiddenAt };
  const message = toMessage(row, author ?? undefined, [], { files });
  const part = await threadPart(ctx, organisationId, message);
  const event = { type: 'message.created', seq, message: seenBy(null, message), ...part } as const;
  ctx.hub.publish(channelTopic(draft.channelId), packetOf(ctx.hub, event));
  await tellFollowers(ctx, message);
  await announce?.();
  return message;
}

/** The message's files, and its type by them. The channel is locked already. */
async function carry(
  tx: Transaction,
  messageId: string,
  { fileIds, channelId, authorId }: WholeDraft,
): Promise<Pick<Message, 'type' | 'files'> & { announce?: () => Promise<void> }> {
  if (fileIds.length === 0) return { type: 'text' };
  const files = await attachFiles(tx, { messageId, channelId, ownerId: authorId, fileIds });
  const type = messageTypeOf(files);
  await tx.message.update({ where: { id: messageId }, data: { type }, select: { id: true } });
  return { type, files };
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
