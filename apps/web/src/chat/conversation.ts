import type { ChannelDetail, ChannelEvent, Message } from '@atalaya/api/types';
import type { AtalayaError, ChannelNews, ChannelStream } from '@atalaya/client';
import { createStore, type Store } from '@atalaya/ui/state';
import type { CacheSnapshot } from 'virtua';
import { api, atalaya } from '../app/atalaya.ts';
import { markRead, refreshChannel, refreshSlowed } from './channels.ts';
import { keepPlace, keptPlace } from './kept-place.ts';
import { reading } from './reading.ts';
import { refreshReached, takeReached } from './receipts.ts';
import { createTimeline, type Timeline } from './timeline.ts';
import { createTyping, type Typing } from './typing.ts';

/** Where the reader is in a conversation, to come back to. */
export type Place =
  | { at: 'newest' }
  /** The message with this number at the top of the view, `offset` pixels below its edge. */
  | { at: 'message'; seq: number; align: 'start' | 'center' }
  /** Exactly where it was left, while the same messages are in memory. */
  | { at: 'kept'; window: number; count: number; cache: CacheSnapshot; offset: number };

/** Messages that somebody reads from the older to the newer, a channel's or a thread's, and their place in them. */
export interface Talk {
  readonly channelId: string;
  /** Of a thread: the message that is replied to. */
  readonly threadId: string | null;
  readonly timeline: Timeline;
  /** The line «new messages» stands after this number; null: no line. */
  readonly newAfter: Store<number | null>;
  /** The last message of someone else that came while this was open, for screen readers. */
  readonly heard: Store<Message | null>;
  /** The message with this number was looked for: shown apart until this is left. */
  readonly target: Store<number | null>;
  place: Place;
  /** True after «mark as unread», until this is opened anew: reading must not undo it. */
  isHeld: boolean;
  /** Puts the line after this number and keeps it there. */
  holdUnread(seq: number): void;
  /** Tells the server up to where everything is read. */
  markRead(seq: number): Promise<void>;
  /** Remembers, over a reload of the page, which message was at the top; null: the newest were read. */
  keepPlace(seq: number | null): void;
  /** Puts the newest messages in memory and the reader there. */
  toNewest(): Promise<void>;
  /** Puts the messages around a number in memory and the reader at it: in the middle, or at the top. */
  goTo(seq: number, align?: 'start' | 'center'): Promise<void>;
}

/** `reset`: too much was missed, everything is to be read afresh. */
export type ConversationEvent = ChannelNews | { type: 'reset' };

/** A channel that is or was open on this page: its messages, its stream, the reader's place. */
export interface Conversation extends Talk {
  readonly typing: Typing;
  /** Why the stream ended: not a member any more, the channel is gone. */
  readonly ended: Store<AtalayaError | null>;
  /** How this person went out of the channel while it was open; null: they are in, or never were. */
  readonly out: Store<'here' | 'elsewhere' | null>;
  /** The channel is opened (again): where reading goes on. */
  enter(state: ReadState): void;
  /** Begins to follow the channel; call the result when it is left. */
  follow(): () => void;
  /** Hears what the channel's stream brings, replies too; call the result to stop. */
  listen(listener: (event: ConversationEvent) => void): () => void;
  /** Follows again after the stream ended: what is public can be read without being in it. */
  resume(): void;
  /** Leaves the channel by this person's own will. */
  leave(): Promise<void>;
}

/** So many channels stay in memory after they were left. */
const kept = 12;
const conversations = new Map<string, Conversation>();

/** More unread messages than this, and reading begins where it was left, not at the newest. */
const fewUnread = 40;

type ReadState = Pick<ChannelDetail, 'role' | 'unread' | 'lastReadSeq'>;

/** The conversation of a channel; the same one again when it was open before. */
export function conversationOf(channel: ReadState & { id: string }, myId: string): Conversation {
  const known = conversations.get(channel.id);
  if (known) {
    // Last opened, last forgotten.
    conversations.delete(channel.id);
    conversations.set(channel.id, known);
    return known;
  }
  const made = createConversation(channel, myId);
  conversations.set(channel.id, made);
  for (const id of conversations.keys()) {
    if (conversations.size <= kept) break;
    conversations.delete(id);
  }
  return made;
}

/** The conversation of a channel that was open on this page, if it is still in memory. */
export const knownConversation = (channelId: string): Conversation | null =>
  conversations.get(channelId) ?? null;

/** Forgets everything; for signing out. */
export const forgetConversations = (): void => conversations.clear();

function createConversation(channel: ReadState & { id: string }, myId: string): Conversation {
  const channelId = channel.id;
  const timeline = createTimeline(
    (range) => api.chat.messages.history.query({ channelId, ...range }),
    myId,
  );
  const typing = createTyping(myId);
  const unreadAfter = ({ role, unread, lastReadSeq }: ReadState) =>
    role !== null && unread > 0 ? lastReadSeq : null;
  const newAfter = createStore<number | null>(unreadAfter(channel));
  const heard = createStore<Message | null>(null);
  const ended = createStore<AtalayaError | null>(null);
  const out = createStore<'here' | 'elsewhere' | null>(null);
  const target = createStore<number | null>(null);

  const left = keptPlace(channelId);
  const beginsAt = channel.unread > fewUnread ? (newAfter.get() ?? left) : left;
  let stream: ChannelStream | null = null;
  let followers = 0;
  let opening: Promise<void> | null = null;
  let isLeaving = false;

  const listeners = new Set<(event: ConversationEvent) => void>();

  const conversation: Conversation = {
    channelId,
    threadId: null,
    timeline,
    typing,
    newAfter,
    ended,
    out,
    heard,
    target,
    place: placeFor(newAfter.get() ?? left),
    isHeld: false,
    enter(state) {
      conversation.isHeld = false;
      newAfter.set(unreadAfter(state));
      const line = newAfter.get();
      if (line !== null && conversation.place.at === 'newest') conversation.place = placeFor(line);
    },
    holdUnread(seq) {
      conversation.isHeld = true;
      newAfter.set(seq);
    },
    markRead: (seq) => markRead(channelId, seq),
    keepPlace: (seq) => keepPlace(channelId, seq),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    follow() {
      followers += 1;
      if (followers === 1) void begin();
      return () => {
        followers -= 1;
        if (followers > 0) return;
        stream?.close();
        stream = null;
        typing.clear();
      };
    },
    resume() {
      if (followers > 0 && !stream) void begin();
    },
    async leave() {
      // The event that tells of it may come before the answer or after it.
      isLeaving = true;
      try {
        await api.chat.channels.leave.mutate({ channelId });
      } catch (error) {
        isLeaving = false;
        throw error;
      }
    },
    async toNewest() {
      conversation.place = { at: 'newest' };
      target.set(null);
      keepPlace(channelId, null);
      await timeline.open(null);
      goOn();
    },
    async goTo(seq, align = 'center') {
      target.set(seq);
      conversation.place = { at: 'message', seq: seq - 1, align };
      // Whoever begins to follow meanwhile waits for these messages.
      const mine = timeline.open(seq);
      opening = mine;
      await mine;
      if (opening === mine) opening = null;
      goOn();
    },
  };

  /** What is followed goes live as soon as there is something to go on from, whoever read it. */
  function goOn() {
    if (timeline.get().status === 'ready') conversation.resume();
  }

  async function begin() {
    ended.set(null);
    if (timeline.get().status !== 'ready') {
      opening ??= timeline.open(beginsAt).finally(() => {
        opening = null;
      });
      await opening;
    }
    const lastSeq = timeline.headSeq();
    if (followers === 0 || stream || lastSeq === null) return;
    stream = atalaya.channel(channelId, {
      lastSeq,
      onEvent(event) {
        if (event.type === 'typing') typing.heard(event.member, event.forMs);
        if (event.type === 'seen' || event.type === 'delivered') takeReached(channelId, event);
        if (event.type === 'message.created') listen(event.message);
        if (event.type === 'member.joined' || event.type === 'member.left') moved(event);
        if (/^(member|channel)\./.test(event.type)) refreshChannel(channelId);
        // From any of this person's devices: the wait for the next one has begun.
        if (event.type === 'message.created' && event.message.author.id === myId) {
          refreshSlowed(channelId);
        }
        timeline.apply(event);
        if (event.type === 'message.created') void readOwnHeld(event.message);
        for (const tell of listeners) tell(event);
      },
      onReady: () => refreshReached(channelId),
      onReset() {
        conversation.place = placeFor(keptPlace(channelId));
        void timeline.open(keptPlace(channelId));
        for (const tell of listeners) tell({ type: 'reset' });
      },
      onEnd(error) {
        stream = null;
        ended.set(error);
      },
    });
  }

  /** What the filter holds is told to everyone without its text; its author reads it in the history. */
  async function readOwnHeld({ id, seq, author, hiddenAt, threadId, inChannel }: Message) {
    if (hiddenAt === null || author.id !== myId || (threadId && !inChannel)) return;
    const page = { channelId, after: seq - 1, limit: 1 };
    const { messages } = await api.chat.messages.history
      .query(page)
      .catch(() => ({ messages: [] }));
    for (const message of messages) if (message.id === id) timeline.settle(message);
  }

  function moved(event: Extract<ChannelEvent, { type: 'member.joined' | 'member.left' }>) {
    if (event.member.id !== myId) return;
    out.set(event.type === 'member.joined' ? null : isLeaving ? 'here' : 'elsewhere');
    isLeaving = false;
  }

  function listen(message: Message) {
    typing.wrote(message.author.id);
    if (message.author.id === myId || (message.threadId && !message.inChannel)) return;
    heard.set(message);
    const { newestSeq } = timeline.get();
    if (reading.get() !== channelId && newAfter.get() === null) newAfter.set(newestSeq);
  }
  return conversation;
}

export const placeFor = (seq: number | null): Place =>
  seq === null ? { at: 'newest' } : { at: 'message', seq, align: 'center' };
