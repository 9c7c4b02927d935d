import type { z } from 'zod';
import { id } from '../common.ts';
import type { MemberContext } from '../context.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { DomainError } from '../errors.ts';
import { channelNameFor } from './channel-rows.ts';
import { readMessages, toMessages } from './rows.ts';
import type { Message, SearchItem, searchInput, searchPage } from './schemas.ts';
import { type Candidate, findCandidates, type SearchScope } from './search-candidates.ts';
import { excerptOf } from './search-excerpt.ts';
import { readQuery, type SearchQuery } from './search-query.ts';
import { label } from './search-words.ts';

type Input = z.output<typeof searchInput>;
type Page = z.output<typeof searchPage>;

/** So many of the newest messages with the words are ranked. */
const ranked = 500;
/** After so many days a message counts half as much as one of now. */
const halfLifeDays = 60;
const dayMs = 86_400_000;

/**
 * Messages with the words, of the caller's channels or of one that they may read. In channels of many those
 * of whom they have blocked are left out, unless they ask for that author's. Throws `notFound`.
 */
export async function search(ctx: MemberContext, input: Input): Promise<Page> {
  const channels = await readableChannels(ctx, input.channelId ?? null);
  const query = await readQuery(input.query, ctx.lexicon, (beginning) => complete(ctx, beginning));
  const labels = labelsOf(input);
  // Words that say nothing are no reason to show everything.
  if (!query && (input.query !== '' || !isNarrowed(input))) return nothing;
  const scope: SearchScope = {
    viewerId: ctx.actor.memberId,
    channelIds: [...channels.keys()],
    entries: [...channels.values()].reduce((sum, { lastSeq }) => sum + lastSeq, 0),
    words: query?.text ?? null,
    labels,
    hasFile: input.hasFile === true,
    // Whoever asks for one person's messages wants to read them.
    withBlocked: input.authorId !== undefined,
    from: input.from ?? null,
    to: input.to ?? null,
    after: null,
  };
  const page =
    query && input.sort === 'relevance'
      ? await readRanked(ctx, scope, input)
      : await readNewest(ctx, scope, input);
  const items = await toItems(ctx, page.ids, channels, query);
  return { items, nextCursor: page.nextCursor, isPartial: page.isPartial };
}

const nothing: Page = { items: [], nextCursor: null, isPartial: false };

interface Found {
  ids: string[];
  nextCursor: string | null;
  isPartial: boolean;
}

/** All matches, the newest first. */
async function readNewest(ctx: MemberContext, scope: SearchScope, input: Input): Promise<Found> {
  const cursor = readCursor(input.cursor, ['string', 'string']);
  let after = cursor && { at: momentOf(cursor[0]).toISOString(), id: idOf(cursor[1]) };
  const ids: string[] = [];
  const until = (next: { at: string; id: string } | null, isPartial = false): Found => ({
    ids,
    nextCursor: next && writeCursor([next.at, next.id]),
    isPartial,
  });
  for (;;) {
    const most = input.limit + 1;
    const { found, stoppedAt } = await findCandidates(ctx.pool, { ...scope, after }, most);
    for (const { id: messageId, createdAt, isVisible } of found) {
      if (ids.length === input.limit) return until(after);
      after = { at: createdAt.toISOString(), id: messageId };
      if (isVisible) ids.push(messageId);
    }
    // No message has the least number: the next page begins with what comes before the moment.
    if (stoppedAt) return until({ at: stoppedAt.toISOString(), id: leastId }, true);
    if (found.length < most) return until(null);
  }
}

const leastId = '00000000-0000-0000-0000-000000000000';

/** The newest matches in the order of how well they fit and how new they are. */
async function readRanked(ctx: MemberContext, scope: SearchScope, input: Input): Promise<Found> {
  // What is written while the person turns pages does not move them.
  const first = [ctx.clock.now().toISOString(), 0] as const;
  const [at, offset] = readCursor(input.cursor, ['string', 'number']) ?? first;
  const asOf = momentOf(at).getTime();
  const to = new Date(Math.min(scope.to?.getTime() ?? asOf + 1, asOf + 1));
  const { found, stoppedAt } = await findCandidates(ctx.pool, { ...scope, to }, ranked);
  const score = ({ rank, createdAt }: Candidate) =>
    rank / (1 + Math.max(0, asOf - createdAt.getTime()) / dayMs / halfLifeDays);
  const best = found
    .filter(({ isVisible }) => isVisible)
    .toSorted((a, b) => score(b) - score(a) || b.createdAt.getTime() - a.createdAt.getTime());
  const end = offset + input.limit;
  return {
    ids: best.slice(offset, end).map(({ id: messageId }) => messageId),
    nextCursor: end < best.length ? writeCursor([at, end]) : null,
    isPartial: stoppedAt !== null || found.length === ranked,
  };
}

const invalidCursor = () => new DomainError('invalidInput', { field: 'cursor', reason: 'cursor' });
function momentOf(text: string): Date {
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime())) throw invalidCursor();
  return moment;
}
function idOf(text: string): string {
  if (!id.safeParse(text).success && text !== leastId) throw invalidCursor();
  return text;
}

type Place = SearchItem['channel'] & { lastSeq: number };

/** The channels to look in, read from their rows: whoever has left a moment ago finds nothing. */
async function readableChannels(
  ctx: MemberContext,
  channelId: string | null,
): Promise<Map<string, Place>> {
  const { memberId, organisationId } = ctx.actor;
  const { rows } = await ctx.pool.query<Place>(
    channelId === null
      ? { name: 'search-joined', text: joined, values: [memberId, organisationId] }
      : { name: 'search-channel', text: one, values: [memberId, organisationId, channelId] },
  );
  if (channelId !== null && rows.length === 0) {
    throw new DomainError('notFound', { field: 'channelId', reason: 'channel' });
  }
  return new Map(rows.map((row) => [row.id, row]));
}

const placeColumns = `c.id, c.type, ${channelNameFor('$1')} AS name, c.last_seq AS "lastSeq"`;
const joined = `
  SELECT ${placeColumns} FROM channel_member cm JOIN channel c ON c.id = cm.channel_id
   WHERE cm.member_id = $1 AND c.organisation_id = $2 AND c.deleted_at IS NULL`;
const one = `
  SELECT ${placeColumns} FROM channel c
   WHERE c.id = $3 AND c.organisation_id = $2 AND c.deleted_at IS NULL
     AND (c.type = 'public' OR EXISTS (
           SELECT FROM channel_member cm WHERE cm.channel_id = c.id AND cm.member_id = $1))`;

/** The shortest first: they are in the most messages. */
async function complete({ pool }: MemberContext, beginning: string): Promise<string[]> {
  const { rows } = await pool.query<{ word: string }>({
    name: 'search-complete',
    text: `SELECT word FROM (SELECT word FROM search_word
                              WHERE word >= $1 AND word < $1 || U&'\\+10FFFF' LIMIT 1000) AS w
            ORDER BY length(word), word LIMIT 24`,
    values: [beginning],
  });
  return rows.map(({ word }) => word);
}

const isNarrowed = ({ channelId, authorId, from, to, hasFile }: Input): boolean =>
  Boolean(channelId || authorId || from || to || hasFile);

/** As a `tsquery` is written; null without such filters. */
function labelsOf({ authorId, hasFile }: Input): string | null {
  const labels = [...(authorId ? [label.author(authorId)] : []), ...(hasFile ? [label.file] : [])];
  return labels.length === 0 ? null : labels.map((text) => `'${text}'`).join(' & ');
}

async function toItems(
  ctx: MemberContext,
  ids: string[],
  channels: Map<string, Place>,
  query: SearchQuery | null,
): Promise<SearchItem[]> {
  const { organisationId, memberId } = ctx.actor;
  const rows = await readMessages(ctx.pool, ids);
  const messages = await toMessages(ctx, organisationId, rows, memberId);
  const byId = new Map(messages.map((message) => [message.id, message]));
  const inOrder = ids.flatMap((messageId) => byId.get(messageId) ?? []).filter(isThere(memberId));
  const read = await ctx.lexicon.read(inOrder.map(({ content }) => content));
  return inOrder.flatMap((message, index) => {
    const place = channels.get(message.channelId);
    if (!place) return [];
    const { lastSeq: _, ...channel } = place;
    return { message, channel, excerpt: excerptOf(message.content, read[index] ?? [], query) };
  });
}

/** It may have gone since it was found. */
const isThere =
  (viewerId: string) =>
  ({ deletedAt, hiddenAt, author }: Message): boolean =>
    deletedAt === null && (hiddenAt === null || author.id === viewerId);
