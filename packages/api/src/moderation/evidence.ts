import { createHash } from 'node:crypto';
import { channelWithLast, type MessageFacts, messageAround } from '../chat/index.ts';
import type { Transaction } from '../context.ts';
import type { EvidenceContent, SubjectType } from './schemas.ts';

/** Messages around a flagged one that are kept with it. */
const span = 10;
/** Messages that are kept with a flagged channel. */
const lastMessages = 20;

/** What a subject is at this moment. */
export interface Snapshot {
  content: EvidenceContent;
  /** SHA-256 of the subject itself, without what surrounds it: the same until it is changed. */
  hash: Uint8Array<ArrayBuffer>;
  /** The person it is about. */
  concernsId: string | null;
  channelId: string | null;
  /** People who could see it; null: everyone of the organisation. */
  reach: number | null;
}

/** Reads a subject with its context, as evidence. Null for what is not there. */
export function takeSnapshot(
  tx: Transaction,
  { type, id }: { type: SubjectType; id: string },
): Promise<Snapshot | null> {
  if (type === 'message') return ofMessage(tx, id);
  return type === 'channel' ? ofChannel(tx, id) : ofMember(tx, id);
}

async function ofMessage(tx: Transaction, messageId: string): Promise<Snapshot | null> {
  const found = await messageAround(tx, messageId, span);
  if (!found) return null;
  const { channel, message, revisions, before, after } = found;
  return {
    content: {
      type: 'message',
      text: message.content,
      channel: frozenChannel(channel),
      message: frozen(message),
      revisions,
      before: before.map(frozen),
      after: after.map(frozen),
    },
    hash: hashOf('message', message.author.id, message.content),
    concernsId: message.author.id,
    channelId: channel.id,
    reach: channel.memberCount,
  };
}

async function ofChannel(tx: Transaction, channelId: string): Promise<Snapshot | null> {
  const found = await channelWithLast(tx, channelId, lastMessages);
  if (!found) return null;
  const { channel, messages } = found;
  return {
    content: {
      type: 'channel',
      text: channel.topic ? `${channel.name}: ${channel.topic}` : channel.name,
      channel: frozenChannel(channel),
      messages: messages.map(frozen),
    },
    hash: hashOf('channel', channel.name, channel.topic),
    concernsId: channel.createdById,
    channelId,
    reach: channel.memberCount,
  };
}

async function ofMember(tx: Transaction, memberId: string): Promise<Snapshot | null> {
  const member = await tx.member.findUnique({
    where: { id: memberId },
    select: {
      id: true,
      username: true,
      displayName: true,
      bio: true,
      statusText: true,
      role: true,
    },
  });
  if (!member) return null;
  const { displayName, username, bio, statusText } = member;
  return {
    content: {
      type: 'member',
      text: [displayName, statusText, bio].filter((part) => part !== '').join(' · '),
      member,
    },
    hash: hashOf('member', displayName, username, bio, statusText),
    concernsId: memberId,
    channelId: null,
    reach: null,
  };
}

const frozen = ({ id, seq, author, content, createdAt, editedAt, deletedAt }: MessageFacts) => ({
  id,
  seq,
  author,
  content,
  createdAt,
  editedAt,
  deletedAt,
});

const frozenChannel = (channel: Extract<EvidenceContent, { type: 'channel' }>['channel']) => {
  const { id, name, topic, type, memberCount } = channel;
  return { id, name, topic, type, memberCount };
};

/** The parts are written as JSON, so that no text of one can look like the beginning of the next. */
const hashOf = (...parts: string[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(createHash('sha256').update(JSON.stringify(parts)).digest());
