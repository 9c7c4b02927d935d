import type { FileItem } from '@atalaya/client';
import { createStore } from '@atalaya/ui/state';
import { atalaya } from '../app/atalaya.ts';

/** Most files that one message carries; the server's limit. */
export const mostFiles = 10;

/** A file that was added to what somebody writes. */
export interface Attachment {
  readonly item: FileItem;
  /** The channel or the thread in which it was added. */
  readonly draft: string;
  /** Address of the picture on this machine; null for what is no picture. */
  readonly preview: string | null;
  /** The message on its way that carries it; null while it waits to be sent. */
  readonly carriedBy: string | null;
}

type Note = Omit<Attachment, 'item'>;

/** Why some of what was added was left out. */
export type LeftOut = { why: 'tooMany' | 'noFile' } | { why: 'empty'; names: readonly string[] };

const notes = new Map<string, Note>();
const all = createStore<readonly Attachment[]>([]);
/** Messages that the server refused: when one of those is dropped, its files go with it. */
let refused = new Set<string>();

/** Every file that was added and whose message is not there yet. */
export const attachments: Pick<typeof all, 'get' | 'subscribe'> = all;

function update(): void {
  const items = atalaya.files.items.get();
  const known = new Set(items.map(({ key }) => key));
  for (const [key, { preview }] of notes) {
    if (known.has(key)) continue;
    notes.delete(key);
    if (preview) URL.revokeObjectURL(preview);
  }
  all.set(
    items.flatMap((item) => {
      const note = notes.get(item.key);
      return note ? [{ item, ...note }] : [];
    }),
  );
}

/** A message that is on its way no more has taken its files along, or was dropped with them. */
function followOutbox(): void {
  const messages = atalaya.outbox.items.get();
  const underway = new Set(messages.map(({ clientId }) => clientId));
  for (const { item, carriedBy } of all.get()) {
    if (carriedBy === null || underway.has(carriedBy)) continue;
    if (refused.has(carriedBy)) atalaya.files.remove(item.key);
    else if (item.fileId) atalaya.files.clear([item.fileId]);
  }
  refused = new Set(
    messages.filter(({ state }) => state === 'failed').map(({ clientId }) => clientId),
  );
}

atalaya.files.items.subscribe(update);
atalaya.outbox.items.subscribe(followOutbox);

/** Adds files to what is written in a channel or thread and sends their bytes. Gives why some were left out. */
export function attach(
  files: readonly File[],
  { channelId, draft }: { channelId: string; draft: string },
): LeftOut | null {
  if (files.length === 0) return { why: 'noFile' };
  const whole = files.filter(({ size }) => size > 0);
  const empty = files.filter(({ size }) => size === 0);
  const waiting = all.get().filter((one) => one.draft === draft && one.carriedBy === null).length;
  const taken = whole.slice(0, Math.max(0, mostFiles - waiting));
  for (const file of taken) {
    const { key } = atalaya.files.send({ channelId, name: file.name, source: file });
    const preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : null;
    notes.set(key, { draft, preview, carriedBy: null });
  }
  update();
  if (taken.length < whole.length) return { why: 'tooMany' };
  return empty.length > 0 ? { why: 'empty', names: empty.map(({ name }) => name) } : null;
}

/** These files go with a message: they are not in the field any more. */
export const carry = (keys: readonly string[], clientId: string): void => mark(keys, clientId);

/** The message was refused and is written anew: its files are in the field again. */
export const takeBack = (clientId: string): void =>
  mark(
    all
      .get()
      .filter(({ carriedBy }) => carriedBy === clientId)
      .map(({ item }) => item.key),
    null,
  );

function mark(keys: readonly string[], carriedBy: string | null): void {
  for (const key of keys) {
    const note = notes.get(key);
    if (note) notes.set(key, { ...note, carriedBy });
  }
  update();
}
