import { hour, minute, type Participant, type Said } from './conversation.ts';
import { idAt } from './identifiers.ts';
import { Random } from './random.ts';

export interface MessageRow {
  id: string;
  channel_id: string;
  seq: number;
  author_id: string;
  client_id: string;
  content: string;
  mentions: string[];
  created_at: Date;
  edited_at: Date | null;
  deleted_at: Date | null;
  deleted_by_id: string | null;
}

export interface EventRow {
  channel_id: string;
  seq: number;
  kind: 'edited' | 'deleted' | 'reaction' | 'joined' | 'left' | 'updated';
  message_id: string | null;
  member_id: string;
  data: object;
  created_at: Date;
}

export interface ReactionRow {
  message_id: string;
  member_id: string;
  emoji: string;
  created_at: Date;
}

export interface RevisionRow {
  id: string;
  message_id: string;
  content: string;
  changed_by_id: string;
  created_at: Date;
}

export interface ChannelLog {
  messages: MessageRow[];
  events: EventRow[];
  reactions: ReactionRow[];
  revisions: RevisionRow[];
  /** Number of the last entry; messages and events share the numbers from 1 to here. */
  lastSeq: number;
  lastMessageAt: Date | null;
}

/** Something that happened in a channel besides messages and what was done to them. */
export type Happening = Omit<EventRow, 'seq' | 'channel_id'>;

const emoji = ['👍', '👍', '👍', '❤️', '❤️', '😂', '🎉', '🙏', '👀', '💪', '✅', '🔥'];

/**
 * Makes a channel's whole log of what was said and what happened: some messages are edited, deleted
 * or reacted to, and everything gets its number in order of time.
 */
export function writeLog(
  channelId: string,
  said: readonly Said[],
  happenings: readonly Happening[],
  people: readonly Participant[],
  random: Random,
  now: number,
  /** Said besides, and left as it was said. */
  incidents: readonly Said[] = [],
): ChannelLog {
  const log: ChannelLog = {
    messages: [],
    events: happenings.map((happening) => ({ ...happening, channel_id: channelId, seq: 0 })),
    reactions: [],
    revisions: [],
    lastSeq: 0,
    lastMessageAt: null,
  };
  for (const [index, line] of said.entries()) {
    const message = asMessage(channelId, line, index, random);
    log.messages.push(message);
    const fate = random.next();
    if (fate < 0.012) deleteIt(log, message, random, now);
    else if (fate < 0.045) editIt(log, message, random, now);
    if (!message.deleted_at && random.chance(0.24)) reactToIt(log, message, people, random, now);
  }
  const own = new Random(incidents.length);
  for (const [index, line] of incidents.entries()) {
    log.messages.push(asMessage(channelId, line, said.length + index, own));
  }
  log.messages.sort((one, other) => one.created_at.getTime() - other.created_at.getTime());
  number(log);
  return log;
}

function asMessage(channelId: string, line: Said, index: number, random: Random): MessageRow {
  const created_at = new Date(line.at);
  return {
    id: idAt(created_at, random),
    channel_id: channelId,
    seq: 0,
    author_id: line.authorId,
    client_id: `demo-${index}`,
    content: line.content,
    mentions: line.mentions,
    created_at,
    edited_at: null,
    deleted_at: null,
    deleted_by_id: null,
  };
}

const after = (row: MessageRow, milliseconds: number) =>
  new Date(row.created_at.getTime() + milliseconds);

function happenTo(
  log: ChannelLog,
  message: MessageRow,
  event: Pick<EventRow, 'kind' | 'member_id' | 'data' | 'created_at'>,
): void {
  log.events.push({ ...event, channel_id: message.channel_id, message_id: message.id, seq: 0 });
}

function deleteIt(log: ChannelLog, message: MessageRow, random: Random, now: number): void {
  const at = after(message, random.between(1, 10) * minute);
  if (at.getTime() >= now) return;
  keepRevision(log, message, message.content, at, random);
  message.content = '';
  message.mentions = [];
  message.deleted_at = at;
  message.deleted_by_id = message.author_id;
  happenTo(log, message, {
    kind: 'deleted',
    member_id: message.author_id,
    data: {},
    created_at: at,
  });
}

function editIt(log: ChannelLog, message: MessageRow, random: Random, now: number): void {
  const at = after(message, random.between(15, 300) * 1000);
  const first = mistyped(message.content, random);
  if (at.getTime() >= now || first === message.content) return;
  keepRevision(log, message, first, at, random);
  message.edited_at = at;
  happenTo(log, message, {
    kind: 'edited',
    member_id: message.author_id,
    data: {},
    created_at: at,
  });
}

/** The text as it was before its author saw the slip: two letters of a word changed places. */
function mistyped(text: string, random: Random): string {
  const words = [...text.matchAll(/\p{Ll}{4,}/gu)];
  if (words.length === 0) return text;
  const word = random.pick(words);
  const place = word.index + random.between(1, word[0].length - 2);
  return text.slice(0, place) + text.charAt(place + 1) + text.charAt(place) + text.slice(place + 2);
}

function keepRevision(
  log: ChannelLog,
  message: MessageRow,
  content: string,
  at: Date,
  random: Random,
): void {
  log.revisions.push({
    id: idAt(at, random),
    message_id: message.id,
    content,
    changed_by_id: message.author_id,
    created_at: at,
  });
}

function reactToIt(
  log: ChannelLog,
  message: MessageRow,
  people: readonly Participant[],
  random: Random,
  now: number,
): void {
  const said = message.created_at.getTime();
  const others = random.shuffled(
    people.filter(
      ({ id, since, until }) => id !== message.author_id && since < said && until > said + 4 * hour,
    ),
  );
  const favourite = random.pick(emoji);
  const count = Math.ceil(random.next() ** 2 * 6);
  for (const { id } of others.slice(0, count)) {
    const created_at = after(message, Math.round(random.next() ** 3 * 3 * hour) + 4_000);
    if (created_at.getTime() >= now) continue;
    const chosen = random.chance(0.75) ? favourite : random.pick(emoji);
    log.reactions.push({ message_id: message.id, member_id: id, emoji: chosen, created_at });
    happenTo(log, message, {
      kind: 'reaction',
      member_id: id,
      data: { emoji: chosen, added: true },
      created_at,
    });
  }
}

/** Gives messages and events their common numbers, without a gap. */
function number(log: ChannelLog): void {
  // The sort is stable and messages come first: what is done to a message follows it.
  const entries = [...log.messages, ...log.events].sort(
    (one, other) => one.created_at.getTime() - other.created_at.getTime(),
  );
  for (const entry of entries) entry.seq = ++log.lastSeq;
  log.lastMessageAt = log.messages.at(-1)?.created_at ?? null;
}
