import { setImmediate as pause } from 'node:timers/promises';
import type { z } from 'zod';
import type { MemberContext } from '../context.ts';
import { type Count, countedMatches, newAccountMatches } from './filter/counting.ts';
import { fold } from './filter/fold.ts';
import { acceptedOf, type Newcomers } from './filter/new-accounts.ts';
import { RecentTexts } from './filter/recent-texts.ts';
import { assertUsable } from './filter/rule-check.ts';
import type { RuleMatch, RuleSet } from './filter/rule-set.ts';
import type { RuleInput, ruleTrialInput, ruleTrialOutput } from './filter/schemas.ts';
import { type RecentMessage, recentMessages } from './recent-messages.ts';
import { assertChannels } from './rules.ts';

/** Found messages that are told, the newest. */
const mostTold = 20;
const longestExcerpt = 160;
/** Messages that are looked at without letting others in between. */
const atOnce = 100;

/**
 * What a rule would have caught in the last days, had it been there: of the messages that the caller
 * may read, conversations of two left out, one after the other in the order in which they were written.
 * Throws `notFound.channel`, and `invalidInput` for what the filter cannot use.
 */
export async function tryRule(
  ctx: MemberContext,
  { draft, days }: z.output<typeof ruleTrialInput>,
): Promise<z.output<typeof ruleTrialOutput>> {
  assertUsable(draft);
  const { organisationId } = ctx.actor;
  await assertChannels(ctx.db, organisationId, draft.channelIds);
  const since = new Date(ctx.clock.now().getTime() - days * 86_400_000);
  const { messages, isPartial } = await recentMessages(ctx, draft.channelIds, since);
  const rules = await ctx.rules.with(organisationId, {
    drafts: [{ ...draft, id: null }],
    alone: true,
  });
  const found = await caught(ctx, rules, draft, messages);
  const newest = found.slice(-mostTold).reverse();
  const authors = await ctx.directory.many(
    organisationId,
    newest.map(({ message }) => message.authorId),
  );
  return {
    looked: messages.length,
    isPartial,
    from: (isPartial ? messages[0]?.createdAt : null) ?? since,
    found: found.length,
    people: new Set(found.map(({ message }) => message.authorId)).size,
    newest: newest.map(({ message, matched }) => {
      const author = authors.get(message.authorId);
      return {
        messageId: message.id,
        channelName: message.channelName,
        author: author
          ? { id: author.id, displayName: author.displayName, username: author.username }
          : null,
        writtenAt: message.createdAt,
        excerpt: message.content.slice(0, longestExcerpt),
        matched,
      };
    }),
  };
}

/** The messages that the rules match, by the clock of the messages. */
async function caught(
  ctx: MemberContext,
  rules: RuleSet,
  draft: RuleInput,
  messages: readonly RecentMessage[],
): Promise<{ message: RecentMessage; matched: string[] }[]> {
  const { organisationId } = ctx.actor;
  let now = messages[0]?.createdAt ?? ctx.clock.now();
  const recent = new RecentTexts({ now: () => now });
  const count = windows(() => now);
  const people = await newcomersAmong(ctx, draft, messages);
  const found: { message: RecentMessage; matched: string[] }[] = [];
  for (const [index, message] of messages.entries()) {
    if (index % atOnce === atOnce - 1) await pause();
    now = message.createdAt;
    const text = { ...message, organisationId, counts: true };
    const folded = fold(message.content);
    const before = recent.before(text);
    const matches: RuleMatch[] = [
      ...rules.look(text, folded),
      ...(before ? rules.lookAcross(before, text) : []),
      ...(await countedMatches(count, text, folded, rules)),
      ...(await newAccountMatches(count, text, rules, people.isNew(now))),
    ];
    recent.remember(text);
    people.wrote(message.authorId);
    if (matches.length > 0) {
      found.push({ message, matched: [...new Set(matches.flatMap(({ matched }) => matched))] });
    }
  }
  return found;
}

/** Counts as the rate limiter does: a window begins with its first time, and ends by itself. */
function windows(now: () => Date): Count {
  const begun = new Map<string, { ends: number; times: number }>();
  return (_rule, key, points, seconds) => {
    const at = now().getTime();
    const known = begun.get(`${seconds}:${key}`);
    const window = known && at < known.ends ? known : { ends: at + seconds * 1000, times: 0 };
    window.times++;
    begun.set(`${seconds}:${key}`, window);
    return window.times > points;
  };
}

/** Who was new when. */
async function newcomersAmong(
  { directory, pool, actor }: MemberContext,
  draft: RuleInput,
  messages: readonly RecentMessage[],
): Promise<{ isNew: (now: Date) => Newcomers['isNew']; wrote: (authorId: string) => void }> {
  if (draft.kind !== 'newAccounts') return { isNew: () => async () => false, wrote: () => {} };
  const authorIds = [...new Set(messages.map(({ authorId }) => authorId))];
  const entries = await directory.many(actor.organisationId, authorIds);
  const enough = draft.config.messages;
  const before = messages[0]?.createdAt ?? null;
  const written =
    enough === null ? new Map() : await acceptedOf(pool, authorIds, { enough, before });
  return {
    isNew:
      (now) =>
      async ({ authorId }, { days, messages }) => {
        const entry = entries.get(authorId);
        if (entry?.role !== 'member') return false;
        const age = now.getTime() - entry.createdAt.getTime();
        if (days !== null && age < days * 86_400_000) return true;
        return messages !== null && (written.get(authorId) ?? 0) < messages;
      },
    wrote: (authorId) => void written.set(authorId, (written.get(authorId) ?? 0) + 1),
  };
}
