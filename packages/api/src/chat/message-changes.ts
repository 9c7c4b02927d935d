import type { z } from 'zod';
import type { MemberContext, StaffContext, Transaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import { markGone } from '../files/index.ts';
import { channelTopic, packetOf } from './events.ts';
import { blocked } from './filtered.ts';
import { previewsAfterEdit } from './link-previews.ts';
import { appendEvent } from './log.ts';
import { resolveMentions } from './mentions.ts';
import {
  type CurrentMessage,
  changeMessage,
  readableMessage,
  viewUnderLock,
} from './message-access.ts';
import { tellOfMessage } from './message-notices.ts';
import { assertMayWrite, editRefusal, mayDeleteMessage } from './policy.ts';
import { readMessages, seenBy, toMessages } from './rows.ts';
import type { editInput, Message } from './schemas.ts';
import { assertLength } from './send.ts';
import { recordIfStaff } from './staff-audit.ts';
import { recountThread } from './thread-replies.ts';
import { threadPart } from './thread-rows.ts';

/**
 * Gives a message a new text; the old one is kept as evidence. Throws `notFound`, `forbidden`
 * (not the author), `expired` (too old), `refused.filter`, and what keeps the author from writing
 * here. An edit that the automatic filter holds hides the message until staff decide.
 */
export async function editMessage(
  ctx: MemberContext,
  { messageId, content }: z.output<typeof editInput>,
): Promise<Message> {
  const { limits, features } = await ctx.settings.of(ctx.actor.organisationId);
  assertLength(content, limits.messageLength);
  const found = await readableMessage(ctx, messageId);
  const now = ctx.clock.now();
  const refusal = editRefusal(ctx.actor, found.message, limits.editMinutes, now);
  if (refusal === 'notAuthor') throw new DomainError('forbidden', { reason: 'notAuthor' });
  if (refusal === 'deleted') throw deleted();
  if (refusal === 'expired') {
    throw new DomainError('expired', { reason: 'edit', params: { minutes: limits.editMinutes } });
  }
  assertMayWrite(found.view, now);
  if (found.message.content === content) return current(ctx, messageId);

  const mentions = await resolveMentions(ctx.directory, ctx.actor.organisationId, content);
  const { memberId, organisationId } = ctx.actor;
  const { channelId } = found.message;
  const text = { organisationId, channelId, authorId: memberId, content, mentions };
  const verdict = await ctx.filter.check({ ...text, counts: false });
  if (verdict.outcome === 'block') throw blocked(verdict);
  const held = verdict.outcome === 'hold';
  const about = { organisationId, subject: { type: 'message', id: messageId } as const };
  const change = async (tx: Transaction, before: CurrentMessage) => {
    assertMayWrite(await viewUnderLock(tx, found.view, memberId), ctx.clock.now());
    if (before.deletedAt) throw deleted();
    if (before.hiddenAt) throw hidden();
    await tx.messageRevision.create({
      data: { messageId, content: before.content, changedById: memberId },
    });
    await tx.message.update({
      where: { id: messageId },
      data: { content, mentions, editedAt: now, ...(held ? { hiddenAt: now } : {}) },
    });
    if (held) await recountThread(tx, found.message.threadId);
    const kind = held ? 'hidden' : 'edited';
    const seq = await appendEvent(tx, { channelId, kind, memberId, messageId });
    await previewsAfterEdit(tx, ctx, {
      messageId,
      before: before.content,
      after: content,
      looks: features.linkPreviews && !held,
    });
    const only = mentions.filter((id) => id !== memberId && !found.message.mentions.includes(id));
    if (only.length > 0 && !held) {
      await tellOfMessage(tx, ctx, { messageId, call: null, only, key: `${messageId}:${seq}` });
    }
    if (verdict.outcome === 'allow') return { seq };
    return { seq, announce: await ctx.filter.file(tx, { ...about, findings: verdict.findings }) };
  };
  const edited = await changeMessage(ctx, found, change, async (tx) => {
    if (verdict.outcome !== 'allow') await ctx.filter.hold(tx, about);
  });
  const type = held ? 'message.hidden' : 'message.edited';
  const message = await tell(ctx, messageId, type, edited.seq);
  await edited.announce?.();
  return message;
}

/** Takes a message's text away and leaves a tombstone. Throws `notFound`, `forbidden`. */
export async function deleteMessage(
  ctx: StaffContext,
  { messageId }: { messageId: string },
): Promise<Message> {
  const found = await readableMessage(ctx, messageId);
  if (found.message.deletedAt) return current(ctx, messageId);
  if (!mayDeleteMessage(ctx.actor, found.message, found.view)) {
    throw new DomainError('forbidden', { reason: 'notAuthor' });
  }
  const seq = await changeMessage(ctx, found, async (tx, before) => {
    if (before.deletedAt) return null;
    const { memberId } = ctx.actor;
    await tx.messageRevision.create({
      data: { messageId, content: before.content, changedById: memberId },
    });
    await tx.messageReaction.deleteMany({ where: { messageId } });
    await tx.linkPreview.deleteMany({ where: { messageId } });
    await tx.message.update({
      where: { id: messageId },
      data: { content: '', mentions: [], deletedAt: ctx.clock.now(), deletedById: memberId },
    });
    await markGone(tx, messageId, ctx.clock.now());
    await recountThread(tx, found.message.threadId);
    if (found.message.authorId !== memberId) {
      // Without its text, which stays in the revisions: the audit log is read by more people.
      await recordIfStaff(tx, ctx, found.view, {
        action: 'chat.messages.delete',
        subjectType: 'message',
        subjectId: messageId,
        before: { channelId: found.view.id, authorId: found.message.authorId },
      });
    }
    return appendEvent(tx, {
      channelId: found.message.channelId,
      kind: 'deleted',
      memberId,
      messageId,
    });
  });
  return seq === null ? current(ctx, messageId) : tell(ctx, messageId, 'message.deleted', seq);
}

const hidden = () => new DomainError('conflict', { field: 'messageId', reason: 'messageHidden' });
const deleted = () => new DomainError('conflict', { field: 'messageId', reason: 'messageDeleted' });

async function current(ctx: MemberContext, messageId: string): Promise<Message> {
  const rows = await readMessages(ctx.pool, [messageId]);
  const [message] = await toMessages(ctx, ctx.actor.organisationId, rows, ctx.actor.memberId);
  if (!message) throw new DomainError('notFound', { field: 'messageId', reason: 'message' });
  return message;
}

async function tell(
  ctx: MemberContext,
  messageId: string,
  type: 'message.edited' | 'message.deleted' | 'message.hidden',
  seq: number,
): Promise<Message> {
  const message = await current(ctx, messageId);
  const part = await threadPart(ctx, ctx.actor.organisationId, message);
  ctx.hub.publish(
    channelTopic(message.channelId),
    packetOf(ctx.hub, { type, seq, message: seenBy(null, message), ...part }),
  );
  return message;
}
