import type { FileView } from '@atalaya/api/types';
import { retryDelayMs } from './backoff.ts';
import type { ConnectionState } from './connection-state.ts';
import { AtalayaError, failureOf } from './errors.ts';
import type { FileDraft, FileItem, Files } from './file-items.ts';
import { Pause, type Runtime } from './runtime.ts';
import { type Subscribable, until, Value } from './subscribable.ts';
import { type SendFailure, sendBytes } from './upload-sender.ts';

interface FileCalls {
  begin(input: {
    channelId: string;
    name: string;
    bytes: number;
    type?: string;
  }): Promise<{ fileId: string; url: string; chunkBytes: number }>;
  complete(fileId: string): Promise<FileView>;
  get(fileId: string): Promise<FileView>;
  delete(fileId: string): Promise<unknown>;
  /** Tells of every file of this person that went on, or null: something may have been missed. */
  follow(listener: (file: FileView | null) => void): { close(): void };
}

export interface FileOptions {
  /** Address of the installation. */
  url: string;
  runtime: Runtime;
  calls: FileCalls;
  connection: Subscribable<ConnectionState>;
  token: () => Promise<string | null>;
  /** Gets another token than the one that was refused; resolves to whether there is one. */
  renew: (refused: string | null) => Promise<boolean>;
}

interface Entry {
  item: FileItem;
  readonly source: Blob;
  place: { fileId: string; url: string; chunkBytes: number } | null;
  stop: AbortController;
  outcome: PromiseWithResolvers<FileView>;
}

const atOnce = 3;
/** Errors that another try may overcome. */
const passing = new Set(['unavailable', 'internal', 'tooMany']);

/** Files on their way to the server: several at once, over lost lines and restarts. */
export class FileUploads implements Files {
  readonly items = new Value<readonly FileItem[]>([]);
  readonly #options: FileOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #pause: Pause;
  readonly #stopConnection: () => void;
  #sending = 0;
  #following: { close(): void } | null = null;

  constructor(options: FileOptions) {
    this.#options = options;
    this.#pause = new Pause(options.runtime);
    this.#stopConnection = options.connection.subscribe(() => {
      if (this.#online()) this.#pause.end();
    });
  }

  send({ channelId, name, source }: FileDraft) {
    const key = crypto.randomUUID();
    const item: FileItem = {
      key,
      channelId,
      name,
      bytes: source.size,
      state: 'waiting',
      sent: 0,
      fileId: null,
      file: null,
      error: null,
    };
    const entry: Entry = {
      item,
      source,
      place: null,
      stop: new AbortController(),
      outcome: Promise.withResolvers<FileView>(),
    };
    // Screens watch `items`; a refusal that nobody awaits is not an accident.
    entry.outcome.promise.catch(() => {});
    this.#entries.set(key, entry);
    this.#show();
    this.#pump();
    return { key, ready: entry.outcome.promise };
  }

  retry(key: string): void {
    const entry = this.#entries.get(key);
    if (entry?.item.state !== 'failed') return;
    entry.outcome = Promise.withResolvers<FileView>();
    entry.outcome.promise.catch(() => {});
    entry.stop = new AbortController();
    this.#change(entry, { state: 'waiting', error: null });
    this.#pump();
  }

  remove(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#drop(entry);
    const { fileId } = entry.item;
    // What cannot be taken back now is swept away by the server after a day.
    if (fileId) this.#options.calls.delete(fileId).catch(() => {});
  }

  clear(fileIds: readonly string[]): void {
    for (const entry of [...this.#entries.values()]) {
      const { fileId, state } = entry.item;
      if (!fileId || !fileIds.includes(fileId)) continue;
      // Still being looked at: it is the message's affair from now on.
      if (state === 'checking' || state === 'ready') this.#forget(entry);
    }
  }

  /** Another person, or nobody: nothing is sent in anybody else's name. */
  discard(): void {
    for (const entry of [...this.#entries.values()]) this.#drop(entry);
  }

  close(): void {
    this.discard();
    this.#stopConnection();
    this.#pause.end();
  }

  #pump(): void {
    for (const entry of this.#entries.values()) {
      if (this.#sending >= atOnce) return;
      if (entry.item.state === 'waiting') void this.#run(entry);
    }
  }

  async #run(entry: Entry): Promise<void> {
    const { signal } = entry.stop;
    this.#sending++;
    this.#change(entry, { state: 'sending' });
    try {
      await this.#through(entry, signal);
    } catch (thrown) {
      if (!signal.aborted) this.#fail(entry, AtalayaError.from(thrown));
    } finally {
      this.#sending--;
      this.#pump();
    }
  }

  /** Tries until all bytes are there or the server refuses; what has arrived counts. */
  async #through(entry: Entry, signal: AbortSignal): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const before = entry.item.sent;
      try {
        await this.#attempt(entry, signal);
        return;
      } catch (thrown) {
        const { status, error } = toFailure(thrown);
        signal.throwIfAborted();
        if (entry.item.sent > before) attempt = 0;
        if (!(await this.#mayTryAgain(status, error, attempt))) throw error;
        signal.throwIfAborted();
      }
    }
  }

  async #attempt(entry: Entry, signal: AbortSignal): Promise<void> {
    const { calls, url, token } = this.#options;
    const { channelId, name, bytes } = entry.item;
    const { type } = entry.source;
    entry.place ??= await calls.begin({ channelId, name, bytes, ...(type ? { type } : {}) });
    const { fileId, chunkBytes } = entry.place;
    if (signal.aborted) {
      calls.delete(fileId).catch(() => {});
      signal.throwIfAborted();
    }
    this.#change(entry, { fileId });
    const destination = { url: `${url}${entry.place.url}`, chunkBytes, token };
    const progress = (sent: number) => this.#change(entry, { sent });
    try {
      await sendBytes(entry.source, destination, progress, signal);
    } catch (thrown) {
      // All bytes may be there, and the answer that said so was lost.
      if (toFailure(thrown).status !== 404) throw thrown;
    }
    const file = await calls.complete(fileId);
    signal.throwIfAborted();
    if (file.state === 'uploading') throw AtalayaError.unavailable('connection');
    this.#follow();
    this.#change(entry, { state: 'checking', sent: bytes });
    this.#settle(entry, await calls.get(fileId));
  }

  async #mayTryAgain(
    status: number | null,
    error: AtalayaError,
    attempt: number,
  ): Promise<boolean> {
    const { runtime, renew, token } = this.#options;
    if (status === 401) return renew(await token());
    // 409, 423: a request that was cut off is not over yet at the server.
    const again = status === null ? passing.has(error.code) : status >= 409 && status !== 413;
    if (!again) return false;
    const least = (error.retryAfter ?? 0) * 1000;
    if (this.#online()) await this.#pause.wait(least + retryDelayMs(attempt, runtime.random()));
    else await until(this.#options.connection, () => this.#online() || this.#entries.size === 0);
    return true;
  }

  #online(): boolean {
    return ['online', 'catchingUp'].includes(this.#options.connection.get().status);
  }

  /** Listens as long as anything is being looked at. */
  #follow(): void {
    this.#following ??= this.#options.calls.follow((file) => {
      for (const entry of [...this.#entries.values()]) {
        if (entry.item.state !== 'checking') continue;
        if (file?.id === entry.item.fileId) this.#settle(entry, file);
        else if (file === null) void this.#ask(entry);
      }
    });
  }

  async #ask(entry: Entry): Promise<void> {
    const { fileId } = entry.item;
    if (!fileId) return;
    try {
      this.#settle(entry, await this.#options.calls.get(fileId));
    } catch (thrown) {
      const error = AtalayaError.from(thrown);
      if (error.answered) this.#fail(entry, error);
    }
  }

  #settle(entry: Entry, file: FileView): void {
    if (!this.#entries.has(entry.item.key) || entry.item.state !== 'checking') return;
    if (file.state === 'ready') {
      this.#change(entry, { state: 'ready', file });
      entry.outcome.resolve(file);
    } else if (file.state === 'refused') {
      this.#fail(entry, AtalayaError.refusedFile(file.refusal ?? 'fileLost'));
    }
    this.#rest();
  }

  #fail(entry: Entry, error: AtalayaError): void {
    if (error.code === 'refused' || error.code === 'notFound') entry.place = null;
    this.#change(entry, { state: 'failed', error: failureOf(error) });
    entry.outcome.reject(error);
    this.#rest();
  }

  #drop(entry: Entry): void {
    entry.stop.abort(new DOMException('taken away', 'AbortError'));
    entry.outcome.reject(entry.stop.signal.reason);
    this.#forget(entry);
  }

  #forget(entry: Entry): void {
    this.#entries.delete(entry.item.key);
    this.#show();
    this.#rest();
  }

  #rest(): void {
    if ([...this.#entries.values()].some(({ item }) => item.state === 'checking')) return;
    this.#following?.close();
    this.#following = null;
  }

  #change(entry: Entry, change: Partial<FileItem>): void {
    entry.item = { ...entry.item, ...change };
    if (this.#entries.get(entry.item.key) === entry) this.#show();
  }

  #show(): void {
    this.items.set([...this.#entries.values()].map(({ item }) => item));
  }
}

function toFailure(thrown: unknown): SendFailure {
  const { status, error } = thrown as Partial<SendFailure>;
  if (error instanceof AtalayaError) return { status: status ?? null, error };
  return { status: null, error: AtalayaError.from(thrown) };
}
