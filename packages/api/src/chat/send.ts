import type { z } from 'zod';
import type { MemberContext } from '../context.ts';
import { DomainError } from '../errors.ts';
import type { ChannelView } from './access.ts';
import { channelTopic, packetOf } from './events.ts';
import { sendInTransaction } from './filtered.ts';
import { linksIn } from './links.ts';
import { callIn, resolveMentions } from './mentions.ts';
import { mayCall, refusalError, sendRefusal } from './policy.ts';
import { readMessages, toMessage, toMessages } from './rows.ts';
import type { Message, sendInput } from './schemas.ts';
import { hasRules } from './turns.ts';

/**
 * Writes a message and tells the channel. Resolves after the commit: an answer means it is kept.
 * Throws `notFound`, `notMember`, `readOnly`, `muted`, `archived`, `slowMode`, `tooLarge`, `featureOff`,
 * `conflict` for files that cannot be sent here and for a message that cannot be answered, and `refused.filter` with the policy that the
 * automatic filter found broken.
 */
export async function sendMessage(
  ctx: MemberContext,
  input: z.output<typeof sendInput>,
): Promise<Message> {
  const { actor } = ctx;
  const { channelId, clientId, content, fileIds = [], threadId, inChannel } = input;
  const settings = await ctx.settings.of(actor.organisationId);
  if (!settings.features.chat) throw new DomainError('featureOff', { reason: 'chat' });
  assertLength(content, settings.limits.messageLength);
  const view = await ctx.access.writable(actor, channelId, ctx.clock.now());

  const mentions = await resolveMentions(ctx.directory, actor.organisationId, content);
  const draft = { channelId, authorId: actor.memberId, clientId, content, mentions };
  const asked = ctx.filter.check({
    ...draft,
    organisationId: actor.organisationId,
    files: fileIds.length,
    counts: true,
  });
  const verdict = asked instanceof Promise ? await asked : asked;
  const written = callIn(content);
  const call = written && (await mayCallAll(ctx, view)) ? written : null;
  const named = mentions.some((id) => id !== actor.memberId);
  // Whom to tell of it and what to look up is written with it: such messages take the longer way.
  const tells = named || call !== null || view.type === 'direct' || threadId !== undefined;
  const links = settings.features.linkPreviews && linksIn(content).length > 0;
  if (verdict.outcome !== 'allow' || fileIds.length > 0 || tells || links || hasRules(view)) {
    const reply = threadId ? { threadId, inChannel } : {};
    const whole = { ...draft, ...reply, fileIds, call, tells, links };
    const message = await sendInTransaction(ctx, view, whole, verdict);
    if (message) return message;
    throw await currentRefusal(ctx, channelId);
  }
  const [result, author] = await Promise.all([
    ctx.writer.write(draft),
    ctx.directory.get(actor.organisationId, actor.memberId),
  ]);
  if (result.outcome === 'refused') throw await currentRefusal(ctx, channelId);
  const { id, seq, createdAt } = result;
  if (result.outcome === 'duplicate') {
    const [message] = await toMessages(
      ctx,
      actor.organisationId,
      await readMessages(ctx.pool, [id]),
      actor.memberId,
    );
    if (message) return message;
  }
  const row = {
    id,
    seq,
    createdAt,
    ...draft,
    type: 'text' as const,
    editedAt: null,
    deletedAt: null,
    hiddenAt: null,
  };
  const message = toMessage(row, author ?? undefined, []);
  ctx.hub.publish(
    channelTopic(channelId),
    packetOf(ctx.hub, { type: 'message.created', seq, message }),
  );
  return message;
}

/** Whether the caller may call everybody there; from who may not it is plain text. */
async function mayCallAll(
  { db, actor, settings }: MemberContext,
  view: ChannelView,
): Promise<boolean> {
  const { memberCount } = await db.channel.findUniqueOrThrow({
    where: { id: view.id },
    select: { memberCount: true },
  });
  const { limits } = await settings.of(actor.organisationId);
  return mayCall(actor, view, { people: memberCount, limit: limits.channelCallPeople });
}

/** Throws `tooLarge` with the limit, in characters. */
export function assertLength(content: string, maximum: number): void {
  if (content.length > maximum) {
    throw new DomainError('tooLarge', { field: 'content', reason: 'message', params: { maximum } });
  }
}

/** The cache allowed it, the rows did not: something changed a moment ago, so look again. */
async function currentRefusal(ctx: MemberContext, channelId: string): Promise<DomainError> {
  ctx.access.forget(channelId);
  ctx.access.forget(channelId, ctx.actor.memberId);
  const view = await ctx.access.readable(ctx.actor, channelId);
  const refusal = sendRefusal(view, ctx.clock.now());
  return refusal
    ? refusalError(refusal, view.membership?.mutedUntil ?? null)
    : new DomainError('unavailable', { reason: 'changed', retryAfter: 1 });
}
