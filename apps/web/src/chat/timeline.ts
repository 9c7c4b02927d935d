import type { ChannelEvent, Message, RouterOutputs } from '@atalaya/api/types';
import { createStore } from '@atalaya/ui/state';
import { withOwn } from './reaction.ts';

export type HistoryPage = RouterOutputs['chat']['messages']['history'];
export type { Range };

type Range = { before?: number; after?: number; limit: number };

/** The part of a channel's messages that is in memory: without holes, in order. */
export interface TimelineState {
  messages: readonly Message[];
  hasOlder: boolean;
  hasNewer: boolean;
  status: 'loading' | 'ready' | 'failed';
  error: unknown;
  /** Changes when other messages took the place of these, so that scrolling starts anew. */
  window: number;
  /** Number of the newest message that is known to exist, in memory or not. */
  newestSeq: number;
}

const pageSize = 60;
/** Who goes on reading in one direction reads much. */
const nextPageSize = 150;
/** How many live events are kept, to be applied once more on a page that was read before them. */
const recentLimit = 500;

type NumberedEvent = Extract<ChannelEvent, { seq: number }>;

export type Timeline = ReturnType<typeof createTimeline>;

/** What the channel itself shows: all but the replies that are in their thread alone. */
const isInChannel = ({ threadId, inChannel }: Message) => threadId === undefined || !!inChannel;

/**
 * Keeps a channel's messages: pages from `load`, live events on top, changes by the person ahead of
 * both. `holds` says which of the channel's messages belong in it.
 */
export function createTimeline(
  load: (range: Range) => Promise<HistoryPage>,
  myId = '',
  holds: (message: Message) => boolean = isInChannel,
) {
  const store = createStore<TimelineState>({
    messages: [],
    hasOlder: false,
    hasNewer: false,
    status: 'loading',
    error: null,
    window: 0,
    newestSeq: 0,
  });
  /** Up to which event a message in memory is known: an event that is older must not turn it back. */
  const knownTo = new Map<string, number>();
  let recent: NumberedEvent[] = [];
  /** The last event that is in `recent` no more. */
  let forgottenTo = 0;
  /** The last event that is in memory; live events go on from here. */
  let headSeq: number | null = null;
  let loadingOlder: Promise<void> | null = null;
  let loadingNewer: Promise<void> | null = null;
  let attempt = 0;

  const change = (part: Partial<TimelineState>) => store.set({ ...store.get(), ...part });

  function remember(messages: readonly Message[], seq: number) {
    for (const message of messages) knownTo.set(message.id, seq);
  }

  /** Replaces what is in memory: the newest page, or the messages around a number. */
  async function open(around: number | null): Promise<void> {
    attempt += 1;
    const mine = attempt;
    change({ status: 'loading', error: null });
    try {
      const [older, newer] = await Promise.all([
        load({ limit: pageSize, ...(around === null ? {} : { before: around + 1 }) }),
        around === null ? null : load({ limit: pageSize, after: around }),
      ]);
      if (mine !== attempt) return;
      const messages = [...older.messages, ...(newer?.messages ?? [])];
      knownTo.clear();
      remember(older.messages, older.headSeq);
      if (newer) remember(newer.messages, newer.headSeq);
      // The earlier of both heads: what happened between the two reads comes again as events.
      headSeq = newer ? Math.min(older.headSeq, newer.headSeq) : older.headSeq;
      const state = store.get();
      store.set({
        messages,
        hasOlder: older.hasOlder,
        hasNewer: newer ? newer.hasNewer : older.hasNewer,
        status: 'ready',
        error: null,
        window: state.window + 1,
        newestSeq: Math.max(state.newestSeq, messages.at(-1)?.seq ?? 0),
      });
      catchUp(headSeq);
    } catch (error) {
      if (mine === attempt) change({ status: 'failed', error });
    }
  }

  async function loadOlder(): Promise<void> {
    const { messages } = store.get();
    const first = messages[0];
    const mine = attempt;
    if (!first) return;
    const page = await load({ before: first.seq, limit: nextPageSize });
    if (mine !== attempt) return;
    remember(page.messages, page.headSeq);
    change({ messages: [...page.messages, ...store.get().messages], hasOlder: page.hasOlder });
    catchUp(page.headSeq);
  }

  async function loadNewer(): Promise<void> {
    const last = store.get().messages.at(-1);
    const mine = attempt;
    if (!last) return open(null);
    const page = await load({ after: last.seq, limit: nextPageSize });
    if (mine !== attempt) return;
    remember(page.messages, page.headSeq);
    change({
      messages: [...store.get().messages, ...page.messages],
      hasNewer: page.hasNewer,
    });
    catchUp(page.headSeq);
  }

  /** Applies once more what happened after a page was read on the server and before it arrived here. */
  function catchUp(pageHead: number) {
    if (forgottenTo > pageHead) return change({ hasNewer: true });
    for (const event of recent) if (event.seq > pageHead) take(event);
  }

  function created(message: Message) {
    const { messages, hasNewer, newestSeq } = store.get();
    const isNew = message.seq > (messages.at(-1)?.seq ?? 0);
    const newest = Math.max(newestSeq, message.seq);
    // Its place is after messages that are not in memory: it comes with their page.
    if (hasNewer) return change({ newestSeq: newest });
    if (!isNew) return replace(asMine(message), message.seq);
    knownTo.set(message.id, message.seq);
    change({ messages: [...messages, message], newestSeq: newest });
  }

  function indexOf(seq: number): number {
    const { messages } = store.get();
    let low = 0;
    let high = messages.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = messages[middle]?.seq ?? 0;
      if (found === seq) return middle;
      if (found < seq) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /** Puts a newer version of a message in its place, unless a newer one still is there. */
  function replace(message: Message, seq: number) {
    const index = indexOf(message.seq);
    if (index < 0 || (knownTo.get(message.id) ?? 0) > seq) return;
    knownTo.set(message.id, seq);
    const messages = store.get().messages.slice();
    messages[index] = message.author.id === myId ? withOwnText(message, messages[index]) : message;
    change({ messages });
  }

  function take(event: NumberedEvent) {
    if (event.type === 'message.created' && holds(event.message)) created(event.message);
    if (changesMessage(event)) replace(asMine(event.message), event.seq);
    if ('thread' in event && event.thread) answered(event.message.threadId, event);
    if (event.type === 'message.reaction') {
      const message = find(event.messageId);
      const changed = message && { ...message, reactions: event.reactions };
      if (changed) replace(asMine(changed, event.memberId === myId ? event : undefined), event.seq);
    }
  }

  /** A message of the stream as this person sees it. */
  function asMine(message: Message, own?: { emoji: string; added: boolean }): Message {
    const before = find(message.id)?.reactions ?? [];
    return { ...message, reactions: withOwn(message.reactions, before, myId, own) };
  }

  /** A thread looks different under the message that was replied to. */
  function answered(rootId: string | undefined, { seq, thread }: AboutReply) {
    const root = rootId ? find(rootId) : undefined;
    if (!root) return;
    const { thread: _, ...rest } = root;
    replace(thread?.replyCount ? { ...rest, thread } : rest, seq);
  }

  const find = (id: string) => store.get().messages.find((message) => message.id === id);

  return {
    get: store.get,
    subscribe: store.subscribe,
    open,
    find,
    /** The event to resume from, or null before the first page is there. */
    headSeq: () => headSeq,
    /** Reads the page before the first message; more calls meanwhile wait for the same page. */
    older(): Promise<void> {
      if (!store.get().hasOlder) return Promise.resolve();
      loadingOlder ??= loadOlder().finally(() => {
        loadingOlder = null;
      });
      return loadingOlder;
    },
    /** Reads the page after the last message. */
    newer(): Promise<void> {
      if (!store.get().hasNewer) return Promise.resolve();
      loadingNewer ??= loadNewer().finally(() => {
        loadingNewer = null;
      });
      return loadingNewer;
    },
    /** Takes in what happened in the channel. Events may come twice. */
    apply(event: ChannelEvent): void {
      if (!('seq' in event)) return;
      recent.push(event);
      if (recent.length > recentLimit) {
        const kept = recent.slice(-recentLimit / 2);
        forgottenTo = recent.at(-kept.length - 1)?.seq ?? forgottenTo;
        recent = kept;
      }
      take(event);
      headSeq = Math.max(headSeq ?? 0, event.seq);
    },
    /** Shows a change before the server has it. Call the result to take it back. */
    ahead(id: string, changed: (message: Message) => Message): () => void {
      const before = find(id);
      if (!before) return () => {};
      const after = changed(before);
      const put = (message: Message) => replace(message, knownTo.get(id) ?? 0);
      put(after);
      return () => {
        // Only what was put there is taken back: the server may have spoken meanwhile.
        if (find(id) === after) put(before);
      };
    },
    /** Takes in the server's answer to a change of this person. */
    settle(message: Message): void {
      replace(message, knownTo.get(message.id) ?? 0);
    },
  };
}

/** Streams tell everyone the same: what is hidden comes without its text, which its author may read. */
const withOwnText = (message: Message, before: Message | undefined): Message =>
  before && message.hiddenAt && !message.deletedAt && message.content === ''
    ? { ...message, content: before.content, mentions: before.mentions }
    : message;

type AboutReply = Pick<
  Extract<NumberedEvent, { type: 'message.created' }>,
  'seq' | 'message' | 'thread'
>;
type NewVersion = Extract<
  NumberedEvent,
  {
    type:
      | 'message.edited'
      | 'message.deleted'
      | 'message.hidden'
      | 'message.shown'
      | 'message.pinned'
      | 'message.unpinned';
  }
>;
const newVersions: readonly string[] = [
  'message.edited',
  'message.deleted',
  'message.hidden',
  'message.shown',
  'message.pinned',
  'message.unpinned',
] satisfies NewVersion['type'][];
const changesMessage = (event: NumberedEvent): event is NewVersion =>
  newVersions.includes(event.type);
