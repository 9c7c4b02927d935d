import { createHash } from 'node:crypto';
import type { Prisma } from '@atalaya/db';
import { channelWithLast, type MessageFacts, messageAround } from '../chat/index.ts';
import type { Transaction } from '../context.ts';
import { freezeFiles } from '../files/index.ts';
import type { EvidenceContent, SubjectType } from './schemas.ts';
import { textMark } from './text-mark.ts';

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
  // What is judged must still be there when somebody judges it, and long after.
  if (message.files) await freezeFiles(tx, messageId);
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
    hash: hashOf('message', message.author.id, message.content, ...partsOf(message)),
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

/** Evidence of a case that has a context of its own, however soon one comes after the other. */
const ownContexts = 5;
/** After so many, edits share the context of this time. */
const contextMs = 10 * 60_000;

/**
 * Keeps what the subject is now; the same thing once per case. Gives whether it was new. An author
 * who edits again and again adds texts, not the same surroundings to each of them.
 */
export async function keepEvidence(
  tx: Transaction,
  caseId: string,
  { hash, content }: Snapshot,
  { now, edited }: { now: Date; edited: boolean },
): Promise<boolean> {
  const contextId = edited && content.type !== 'member' ? await contextOf(tx, caseId, now) : null;
  const kept = contextId ? withoutContext(content) : content;
  const { count } = await tx.moderationEvidence.createMany({
    data: [
      {
        caseId,
        hash,
        content: kept as unknown as Prisma.InputJsonValue,
        contextId,
        createdAt: now,
      },
    ],
    skipDuplicates: true,
  });
  if (count > 0) {
    const data = { textMark: textMark(content.text) };
    await tx.moderationCase.update({ where: { id: caseId }, data, select: { id: true } });
  }
  return count > 0;
}

/** The evidence whose context still holds; null: it is time for another one. */
async function contextOf(tx: Transaction, caseId: string, now: Date): Promise<string | null> {
  const last = await tx.moderationEvidence.findMany({
    where: { caseId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: ownContexts,
    select: { id: true, createdAt: true, contextId: true },
  });
  const [newest] = last;
  if (!newest || last.length < ownContexts) return null;
  const id = newest.contextId ?? newest.id;
  const { createdAt } = newest.contextId
    ? await tx.moderationEvidence.findUniqueOrThrow({ where: { id }, select: { createdAt: true } })
    : newest;
  return now.getTime() - createdAt.getTime() < contextMs ? id : null;
}

function withoutContext(content: EvidenceContent): EvidenceContent {
  if (content.type === 'message') {
    return { ...content, revisions: content.revisions.slice(-1), before: [], after: [] };
  }
  return content.type === 'channel' ? { ...content, messages: [] } : content;
}

/** Whether a preview was taken off changes nothing of what there was. */
const partsOf = ({ files = [], previews = [] }: MessageFacts) => [
  ...files.map(({ id, hash }) => `${id} ${hash}`),
  ...previews.map(({ removed: _, ...preview }) => JSON.stringify(preview)),
];

const frozen = ({
  id,
  seq,
  author,
  content,
  createdAt,
  editedAt,
  deletedAt,
  files,
  previews,
}: MessageFacts) => ({
  id,
  seq,
  author,
  content,
  createdAt,
  editedAt,
  deletedAt,
  ...(files ? { files } : {}),
  ...(previews ? { previews } : {}),
});

const frozenChannel = (channel: Extract<EvidenceContent, { type: 'channel' }>['channel']) => {
  const { id, name, topic, type, memberCount } = channel;
  return { id, name, topic, type, memberCount };
};

/** The parts are written as JSON, so that no text of one can look like the beginning of the next. */
const hashOf = (...parts: string[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(createHash('sha256').update(JSON.stringify(parts)).digest());
