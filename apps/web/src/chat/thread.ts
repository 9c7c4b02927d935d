import type { Message, MineEvent } from '@atalaya/api/types';
import { createStore, type Store } from '@atalaya/ui/state';
import { api } from '../app/atalaya.ts';
import { type Conversation, type ConversationEvent, placeFor, type Talk } from './conversation.ts';
import { listenToThreads, type ThreadState } from './threads.ts';
import { createTimeline, type HistoryPage, type Range } from './timeline.ts';

/** A message and its replies, while they are read beside the channel. */
export interface Thread extends Talk {
  readonly threadId: string;
  /** How this person stands to it; null before it was read. */
  readonly state: Store<ThreadState | null>;
  /** Begins to read and to follow; call the result when it is left. */
  open(): () => void;
  setFollowing(following: boolean): Promise<void>;
}

interface Beginning {
  threadId: string;
  myId: string;
  /** Number of the reply that the address names. */
  seq: number | null;
}

/**
 * The replies to a message. They are part of the channel's log: its stream brings what is new, and
 * this takes from it what belongs here. The first row is the message that is replied to.
 */
export function createThread(conversation: Conversation, beginning: Beginning): Thread {
  const { threadId, myId, seq } = beginning;
  const { channelId } = conversation;
  const state = createStore<ThreadState | null>(null);
  const newAfter = createStore<number | null>(null);
  const heard = createStore<Message | null>(null);
  const target = createStore<number | null>(seq);
  const holds = (message: Message) => message.id === threadId || message.threadId === threadId;

  const timeline = createTimeline(
    async (range) => {
      await isRead(conversation);
      return readPage(range);
    },
    myId,
    holds,
  );

  async function readPage(range: Range): Promise<HistoryPage> {
    const page = await api.chat.threads.get.query({ messageId: threadId, ...range });
    const { root, messages, headSeq, hasOlder, hasNewer } = page;
    if (!state.get()) {
      const { following, unread, lastReadSeq } = page.state;
      newAfter.set(following && unread > 0 ? lastReadSeq : null);
    }
    state.set(page.state);
    const begins = range.after === undefined && !hasOlder;
    return { messages: begins ? [root, ...messages] : messages, headSeq, hasOlder, hasNewer };
  }

  function hear(event: ConversationEvent) {
    if (event.type === 'reset') {
      void timeline.open(null);
      return;
    }
    timeline.apply(event);
    if (event.type !== 'message.created' || event.message.threadId !== threadId) return;
    const { message } = event;
    if (message.author.id !== myId) heard.set(message);
    // What the filter holds comes without its text, which its author may read.
    else if (message.hiddenAt) void readOwn(message);
  }

  /** Only those who follow are told: by replying oneself one has begun to. */
  function replied({ seq: last, authorId }: Extract<MineEvent, { type: 'thread.reply' }>) {
    const now = state.get();
    if (!now || last <= now.lastReadSeq) return;
    const read = authorId === myId ? { lastReadSeq: last, unread: 0 } : { unread: now.unread + 1 };
    state.set({ ...now, following: true, ...read });
  }

  async function readOwn({ id, seq: own }: Message) {
    const { messages } = await readPage({ after: own - 1, limit: 1 }).catch(() => ({
      messages: [],
    }));
    for (const message of messages) if (message.id === id) timeline.settle(message);
  }

  const thread: Thread = {
    channelId,
    threadId,
    timeline,
    newAfter,
    heard,
    target,
    state,
    place: seq === null ? { at: 'newest' } : placeFor(seq - 1),
    isHeld: false,
    open() {
      const stops = [
        conversation.listen(hear),
        listenToThreads((event) => {
          if (event.type === 'thread.read' && event.state.threadId === threadId) {
            state.set(event.state);
          }
          if (event.type === 'thread.reply' && event.threadId === threadId) replied(event);
        }),
      ];
      void timeline.open(seq);
      return () => {
        for (const stop of stops) stop();
      };
    },
    async setFollowing(following) {
      const input = { messageId: threadId };
      const { follow, unfollow } = api.chat.threads;
      state.set(following ? await follow.mutate(input) : await unfollow.mutate(input));
    },
    holdUnread(after) {
      thread.isHeld = true;
      newAfter.set(after);
    },
    async markRead(to) {
      state.set(await api.chat.threads.markRead.mutate({ messageId: threadId, seq: to }));
    },
    // A thread opens where its address says.
    keepPlace() {},
    async toNewest() {
      thread.place = { at: 'newest' };
      target.set(null);
      await timeline.open(null);
    },
    async goTo(to) {
      target.set(to);
      thread.place = placeFor(to - 1);
      await timeline.open(to);
    },
  };
  return thread;
}

/**
 * Resolves when the channel's first page is there. Its stream goes on from that page: a thread that
 * was read before it would miss what came between the two.
 */
function isRead({ timeline }: Conversation): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (timeline.get().status === 'loading') return;
      stop();
      resolve();
    };
    const stop = timeline.subscribe(look);
    look();
  });
}
