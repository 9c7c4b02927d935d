/** The load generator: one thin process. Takes jobs from its parent, one at a time. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Room } from '@atalaya/api/testing/population';
import { type DisconnectsJob, disconnects } from './disconnects.ts';
import { atalaya, bare, type Person, type Protocol, sentAt } from './peers.ts';
import { percentile } from './process-figures.ts';
import type { RawSocket } from './raw-socket.ts';
import { type WatchersCommand, watching } from './watchers.ts';

export interface LoadJob {
  protocol: 'atalaya' | 'bare';
  port: number;
  rooms: Room[];
  /** Most connections that are opened at the same time. */
  opening: number;
}

export type Command =
  | ({ kind: 'connect' } & LoadJob)
  | ({ kind: 'comeBack'; spreadMs: number; since: number } & LoadJob)
  | { kind: 'rate'; perSecond: number; seconds: number }
  | ({ kind: 'disconnects' } & DisconnectsJob)
  | WatchersCommand
  | { kind: 'close' };

export interface RateResult {
  sent: number;
  expected: number;
  delivered: number;
  p50: number;
  p99: number;
  perSecond: number;
}

interface Seat {
  socket: RawSocket;
  room: Room;
}

const body = 'the tide is high at the northern pier and two lamps are out, someone should look';
let seats: Seat[] = [];
let protocol: Protocol = bare;
let latencies = new Float64Array(0);
let delivered = 0;

function hear(payload: Buffer): void {
  const at = sentAt(payload);
  if (at === null) return;
  if (delivered < latencies.length) latencies[delivered] = performance.now() - at;
  delivered++;
}

async function connect(job: LoadJob): Promise<{ connected: number }> {
  protocol = job.protocol === 'atalaya' ? atalaya : bare;
  const waiting = job.rooms.flatMap((room) => room.people.map((person) => ({ room, person })));
  seats = [];
  const openNext = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { room, person } = next;
      const socket = await protocol.open(job.port, person, room.id);
      const listening = protocol.listen(room.id, null);
      if (listening.length > 0) {
        await new Promise<void>((resolve, reject) => {
          socket.onText = (payload) => {
            const text = payload.toString();
            if (text.includes('"ready"')) resolve();
            else if (text.includes('"error"')) reject(new Error(text.slice(0, 300)));
          };
          for (const call of listening) socket.send(call);
        });
      }
      socket.onText = hear;
      seats.push({ socket, room });
    }
  };
  await Promise.all(Array.from({ length: job.opening }, openNext));
  return { connected: seats.length };
}

/** Everyone comes back at a moment of their own within the spread, and resumes from a number. */
async function comeBack({ rooms, port, spreadMs, since }: Extract<Command, { kind: 'comeBack' }>) {
  const started = performance.now();
  const replayed = { count: 0 };
  const one = async (room: Room, person: Person) => {
    await sleep(Math.random() * spreadMs);
    for (let wait = 250; ; wait = Math.min(wait * 2, 4_000)) {
      try {
        const socket = await atalaya.open(port, person, room.id);
        await new Promise<void>((resolve, reject) => {
          socket.onClose = () => reject(new Error('closed'));
          socket.onText = (payload) => {
            if (payload.includes('"ready"')) resolve();
            else if (payload.includes('message.created')) replayed.count++;
          };
          for (const call of atalaya.listen(room.id, since)) socket.send(call);
        });
        socket.onClose = () => {};
        seats.push({ socket, room });
        return performance.now() - started;
      } catch {
        await sleep(Math.random() * wait);
      }
    }
  };
  seats = [];
  const times = await Promise.all(
    rooms.flatMap((room) => room.people.map((person) => one(room, person))),
  );
  return { count: times.length, seconds: Math.max(...times) / 1000, replayed: replayed.count };
}

/** Sends at an even pace from everyone in turn, whether or not answers come. */
async function rate(perSecond: number, seconds: number): Promise<RateResult> {
  const total = Math.round(perSecond * seconds);
  const perMessage = seats.reduce((sum, { room }) => sum + room.people.length, 0) / seats.length;
  latencies = new Float64Array(Math.ceil(total * perMessage * 1.05) + 1000);
  delivered = 0;
  let sent = 0;
  let expected = 0;
  const started = performance.now();
  while (sent < total) {
    const due = Math.min(total, Math.floor(((performance.now() - started) / 1000) * perSecond) + 1);
    while (sent < due) {
      const seat = seats[(sent * 7919) % seats.length];
      if (!seat) break;
      const content = `t=${performance.now().toFixed(3)} ${body}`;
      seat.socket.send(protocol.message(seat.room.id, content));
      expected += seat.room.people.length;
      sent++;
    }
    // One millisecond is the timer's grain; faster paces send several at a time.
    await sleep(1);
  }
  const elapsed = (performance.now() - started) / 1000;
  const patience = performance.now() + 3_000;
  while (delivered < expected && performance.now() < patience) await sleep(5);
  const sorted = latencies.subarray(0, Math.min(delivered, latencies.length)).sort();
  return {
    sent,
    expected,
    delivered,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    perSecond: sent / elapsed,
  };
}

async function carryOut(command: Command): Promise<unknown> {
  if (command.kind === 'connect') return connect(command);
  if (command.kind === 'disconnects') return disconnects(command);
  if (command.kind === 'comeBack') return comeBack(command);
  if (command.kind === 'rate') return rate(command.perSecond, command.seconds);
  if (command.kind !== 'close') return watching(command);
  for (const { socket } of seats) socket.destroy();
  seats = [];
  return {};
}

process.on('message', (command: Command) => {
  carryOut(command).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
