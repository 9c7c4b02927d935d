import type { Message } from '@atalaya/api/types';
import { retryDelayMs } from './backoff.ts';
import { AtalayaError, type Failure, failureOf } from './errors.ts';
import type { OutboxStore, StoredMessage } from './outbox-store.ts';
import type { Runtime } from './runtime.ts';
import { type Subscribable, Value } from './subscribable.ts';

/** A message on its way. */
export interface OutboxItem {
  /** Made here, the same for every try: the server keeps one message for it. */
  readonly clientId: string;
  readonly channelId: string;
  readonly content: string;
  /** What it carries; absent: nothing. */
  readonly fileIds?: readonly string[];
  /** The message that it answers; absent: it is no reply. */
  readonly threadId?: string;
  /** Of a reply: whether the channel shows it too. */
  readonly inChannel?: boolean;
  readonly createdAt: Date;
  /**
   * `queued`: waits for the line or for the messages before it. `sent`: the server has it, and the
   * channel's stream will bring it in a moment. `failed`: refused; retry or remove it.
   */
  readonly state: 'queued' | 'sending' | 'sent' | 'failed';
  /** Why it failed. */
  readonly error: Failure | null;
  /** The message as the server keeps it, when sent. */
  readonly message: Message | null;
}

export interface OutboxDraft {
  channelId: string;
  /** May be empty where there are files. */
  content: string;
  /** Files whose bytes are at the server (`files.send`), in the order to be shown. */
  fileIds?: readonly string[];
  /** The message that it answers. */
  threadId?: string;
  /** Of a reply: whether the channel shows it too. */
  inChannel?: boolean;
  /** For services that make their own, so that a restart does not send twice. */
  clientId?: string;
}

export interface Outbox {
  /** What is on its way or failed, in the order in which it was written. */
  readonly items: Subscribable<readonly OutboxItem[]>;
  /**
   * Queues a message; it is sent in order, as soon as there is a line. `sent` resolves when the
   * server has it and rejects with an `AtalayaError` when it refuses.
   */
  send(draft: OutboxDraft): { clientId: string; sent: Promise<Message> };
  /** Tries a failed message again, behind those that wait. */
  retry(clientId: string): void;
  /** Drops a message that waits or failed; one that is being sent stays. */
  remove(clientId: string): void;
}

export interface OutboxOptions {
  store: OutboxStore;
  runtime: Runtime;
  send: (input: {
    channelId: string;
    content: string;
    clientId: string;
    fileIds?: string[];
    threadId?: string;
    inChannel?: boolean;
  }) => Promise<Message>;
  /** Whether there is a line to send over now. */
  online: () => boolean;
  /** Whether the channel's stream is open, which will bring what was sent. */
  streamed: (channelId: string) => boolean;
  /** The store failed; the messages are still kept in memory. */
  onStoreError: (error: unknown) => void;
}

/** Errors that another try may overcome; every other is the server's last word. */
const passing = new Set(['unavailable', 'internal', 'tooMany', 'unauthenticated', 'sessionEnded']);
/** A server that fails over one message must not hold up the rest for ever. */
const mostInternalErrors = 5;

interface Entry {
  item: OutboxItem;
  attempts: number;
  outcome: PromiseWithResolvers<Message>;
}

type Besides = Pick<OutboxDraft, 'fileIds' | 'threadId' | 'inChannel'>;

/** What not every message has. */
const besides = ({ fileIds = [], threadId, inChannel = false }: Besides) => ({
  ...(fileIds.length > 0 ? { fileIds: [...fileIds] } : {}),
  ...(threadId ? { threadId, inChannel } : {}),
});

/** Messages on their way, one after the other per channel, over lost lines and restarts. */
export class MessageOutbox implements Outbox {
  readonly items = new Value<readonly OutboxItem[]>([]);
  readonly #options: OutboxOptions;
  readonly #entries = new Map<string, Entry>();
  /** Channels that are sending, or wait before the next try. */
  readonly #busy = new Map<string, () => void>();
  #owner: string | null = null;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  send({ channelId, content, clientId = crypto.randomUUID(), ...more }: OutboxDraft) {
    const known = this.#entries.get(clientId);
    if (known) return { clientId, sent: known.outcome.promise };
    const entry = this.#add({
      clientId,
      channelId,
      content,
      ...besides(more),
      createdAt: new Date(this.#options.runtime.now()),
      state: 'queued',
      error: null,
      message: null,
    });
    this.#keep(entry);
    this.#show();
    this.#pump(channelId);
    return { clientId, sent: entry.outcome.promise };
  }

  retry(clientId: string): void {
    const entry = this.#entries.get(clientId);
    if (entry?.item.state !== 'failed') return;
    this.#entries.delete(clientId);
    const again = this.#add({
      ...entry.item,
      createdAt: new Date(this.#options.runtime.now()),
      state: 'queued',
      error: null,
    });
    this.#keep(again);
    this.#show();
    this.#pump(again.item.channelId);
  }

  remove(clientId: string): void {
    const entry = this.#entries.get(clientId);
    if (!entry || entry.item.state === 'sending') return;
    this.#drop(clientId);
    entry.outcome.reject(new DOMException('removed from the outbox', 'AbortError'));
  }

  /** Begins with what this person left behind; null: keeps still. */
  async open(owner: string | null): Promise<void> {
    if (owner === this.#owner) return;
    this.#owner = owner;
    for (const stop of this.#busy.values()) stop();
    this.#busy.clear();
    for (const { outcome } of this.#entries.values()) outcome.reject(AtalayaError.signedOut());
    this.#entries.clear();
    this.#show();
    if (owner === null) return;
    try {
      const kept = await this.#options.store.load(owner);
      if (this.#owner === owner) this.#restore(kept);
    } catch (error) {
      this.#options.onStoreError(error);
    }
  }

  /** Forgets what the person who is leaving has not sent. */
  discard(): void {
    for (const [clientId, { outcome }] of [...this.#entries]) {
      this.#drop(clientId);
      outcome.reject(AtalayaError.signedOut());
    }
  }

  /** The line is there: sends what waits. */
  resume(): void {
    for (const { item } of [...this.#entries.values()]) this.#pump(item.channelId);
  }

  /** The channel's stream brought this message, perhaps before the answer to it. */
  delivered(message: Message): void {
    const entry = this.#entries.get(message.clientId);
    if (entry?.item.channelId !== message.channelId) return;
    this.#drop(message.clientId);
    entry.outcome.resolve(message);
  }

  #restore(kept: StoredMessage[]): void {
    // What was written while the store was read belongs behind what it held.
    const written = [...this.#entries.values()];
    this.#entries.clear();
    for (const { owner: _, failure, createdAt, ...message } of kept) {
      this.#add({
        ...message,
        createdAt: new Date(createdAt),
        state: failure ? 'failed' : 'queued',
        error: failure,
        message: null,
      });
    }
    for (const entry of written) this.#entries.set(entry.item.clientId, entry);
    this.#show();
    this.resume();
  }

  #add(item: OutboxItem): Entry {
    const entry: Entry = { item, attempts: 0, outcome: Promise.withResolvers<Message>() };
    // Screens watch `items`; a refusal that nobody awaits is not an accident.
    entry.outcome.promise.catch(() => {});
    this.#entries.set(item.clientId, entry);
    return entry;
  }

  #pump(channelId: string): void {
    if (this.#busy.has(channelId) || this.#owner === null || !this.#options.online()) return;
    const entry = this.#next(channelId);
    if (entry) void this.#try(entry);
  }

  #next(channelId: string): Entry | undefined {
    for (const entry of this.#entries.values()) {
      if (entry.item.channelId === channelId && entry.item.state === 'queued') return entry;
    }
    return undefined;
  }

  async #try(entry: Entry): Promise<void> {
    const { clientId, channelId, content } = entry.item;
    const owner = this.#owner;
    this.#busy.set(channelId, () => {});
    this.#change(entry, { state: 'sending' });
    try {
      const message = await this.#options.send({
        channelId,
        content,
        clientId,
        ...besides(entry.item),
      });
      if (owner !== this.#owner) return;
      this.#sent(entry, message);
    } catch (thrown) {
      if (owner !== this.#owner) return;
      this.#refused(entry, AtalayaError.from(thrown));
    }
  }

  #sent(entry: Entry, message: Message): void {
    const { clientId, channelId } = entry.item;
    this.#busy.delete(channelId);
    if (this.#holds(entry)) {
      this.#forget(clientId);
      if (this.#options.streamed(channelId)) this.#change(entry, { state: 'sent', message });
      else {
        this.#entries.delete(clientId);
        this.#show();
      }
      entry.outcome.resolve(message);
    }
    this.#pump(channelId);
  }

  #refused(entry: Entry, error: AtalayaError): void {
    const { channelId } = entry.item;
    if (!this.#holds(entry)) {
      this.#busy.delete(channelId);
      this.#pump(channelId);
      return;
    }
    entry.attempts++;
    const tired = error.code === 'internal' && entry.attempts >= mostInternalErrors;
    if (!passing.has(error.code) || tired) {
      this.#busy.delete(channelId);
      this.#change(entry, { state: 'failed', error: failureOf(error) });
      this.#keep(entry);
      entry.outcome.reject(error);
      this.#pump(channelId);
      return;
    }
    this.#change(entry, { state: 'queued' });
    const { runtime, online } = this.#options;
    if (!online()) {
      this.#busy.delete(channelId);
      return;
    }
    const delay =
      error.retryAfter === null
        ? retryDelayMs(entry.attempts - 1, runtime.random())
        : error.retryAfter * 1000;
    const stop = runtime.after(delay, () => {
      this.#busy.delete(channelId);
      this.#pump(channelId);
    });
    this.#busy.set(channelId, stop);
  }

  /** Not so when the stream brought the message before the answer came. */
  #holds(entry: Entry): boolean {
    return this.#entries.get(entry.item.clientId) === entry;
  }

  #change(entry: Entry, change: Partial<OutboxItem>): void {
    entry.item = { ...entry.item, ...change };
    this.#show();
  }

  #drop(clientId: string): void {
    this.#entries.delete(clientId);
    this.#forget(clientId);
    this.#show();
  }

  #show(): void {
    this.items.set([...this.#entries.values()].map(({ item }) => item));
  }

  #keep({ item }: Entry): void {
    const { clientId, channelId, content, createdAt, error } = item;
    const owner = this.#owner;
    if (owner === null) return;
    const at = createdAt.getTime();
    const kept = { owner, clientId, channelId, content, ...besides(item) };
    this.#store((store) => store.put({ ...kept, createdAt: at, failure: error }));
  }

  #forget(clientId: string): void {
    this.#store((store) => store.remove(clientId));
  }

  #store(work: (store: OutboxStore) => void | Promise<void>): void {
    const { store, onStoreError } = this.#options;
    // A full or forbidden store must not keep anybody from writing.
    try {
      Promise.resolve(work(store)).catch(onStoreError);
    } catch (error) {
      onStoreError(error);
    }
  }
}
