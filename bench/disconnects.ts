import { setTimeout as sleep } from 'node:timers/promises';
import { atalaya, type Person } from './peers.ts';
import type { RawSocket } from './raw-socket.ts';

export interface DisconnectsJob {
  port: number;
  rooms: { id: string; people: Person[] }[];
  /** How many lines are cut in all. */
  cuts: number;
}

export interface DisconnectsResult {
  cuts: number;
  messages: number;
  events: number;
  lost: number;
  doubled: number;
  disordered: number;
  seconds: number;
}

/**
 * CHAT-20: everyone's line is cut again and again while everyone writes. In the end each reader has
 * seen every number of the channel once and in order.
 */
export async function disconnects(job: DisconnectsJob): Promise<DisconnectsResult> {
  const started = performance.now();
  const readers = job.rooms.flatMap((room) =>
    room.people.map((person) => new Reader(job.port, room.id, person)),
  );
  await Promise.all(readers.map((reader) => reader.connect()));
  let cuts = 0;
  let messages = 0;
  while (cuts < job.cuts) {
    const writer = pick(readers);
    if (writer.write(`t=${performance.now()} number ${messages}`)) messages++;
    const cut = pick(readers);
    if (cut.connected) {
      cut.cut();
      cuts++;
    }
    await sleep(2);
  }
  await Promise.all(readers.map((reader) => reader.settle()));
  const heads = new Map<string, number>();
  for (const { room, last } of readers) heads.set(room, Math.max(heads.get(room) ?? 0, last));
  const sum = (of: (reader: Reader) => number) =>
    readers.reduce((total, reader) => total + of(reader), 0);
  const result = {
    cuts,
    messages,
    events: sum((reader) => reader.seen),
    lost: sum((reader) => (heads.get(reader.room) ?? 0) - reader.first + 1 - reader.seen),
    doubled: sum((reader) => reader.doubled),
    disordered: sum((reader) => reader.disordered),
    seconds: (performance.now() - started) / 1000,
  };
  for (const reader of readers) reader.close();
  return result;
}

const pick = <Item>(items: Item[]): Item => items[Math.floor(Math.random() * items.length)] as Item;

class Reader {
  readonly room: string;
  readonly #port: number;
  readonly #person: Person;
  #socket: RawSocket | null = null;
  #closed = false;
  #ready: (() => void) | null = null;
  #start = -1;
  last = -1;
  seen = 0;
  doubled = 0;
  disordered = 0;

  constructor(port: number, room: string, person: Person) {
    this.#port = port;
    this.room = room;
    this.#person = person;
  }

  get connected(): boolean {
    return this.#socket !== null;
  }

  /** Number of the first event that had to come. */
  get first(): number {
    return this.#start + 1;
  }

  async connect(): Promise<void> {
    if (this.#closed) return;
    const socket = await atalaya.open(this.#port, this.#person, this.room);
    const ready = new Promise<void>((resolve) => {
      this.#ready = resolve;
    });
    socket.onText = (payload) => this.#hear(payload.toString());
    socket.onClose = () => this.#lost(socket);
    this.#socket = socket;
    for (const call of atalaya.listen(this.room, this.last < 0 ? null : this.last)) {
      socket.send(call);
    }
    if (this.last < 0) await ready;
  }

  write(content: string): boolean {
    this.#socket?.send(atalaya.message(this.room, content));
    return this.#socket !== null;
  }

  cut(): void {
    const socket = this.#socket;
    socket?.destroy();
    if (socket) this.#lost(socket);
  }

  /** Resolves when the reader is connected and has caught up. */
  async settle(): Promise<void> {
    while (!this.#socket) await sleep(20);
    let before = -1;
    while (before !== this.last) {
      before = this.last;
      await sleep(1_000);
    }
  }

  close(): void {
    this.#closed = true;
    this.#socket?.destroy();
  }

  #lost(socket: RawSocket): void {
    if (this.#socket !== socket) return;
    this.#socket = null;
    if (!this.#closed) setTimeout(() => void this.connect(), 5 + Math.random() * 50);
  }

  #hear(text: string): void {
    const { result } = JSON.parse(text) as {
      result?: { data?: { json?: { data?: { type?: string; seq?: number } } } };
    };
    const event = result?.data?.json?.data;
    if (event?.seq === undefined) return;
    if (event.type === 'ready' && this.last < 0) {
      this.#start = event.seq;
      this.last = event.seq;
    }
    if (event.type === 'ready') this.#ready?.();
    if (event.type === 'ready' || event.type === 'resuming') return;
    if (event.seq === this.last) this.doubled++;
    else if (event.seq < this.last) this.disordered++;
    else {
      this.last = event.seq;
      this.seen++;
    }
  }
}
