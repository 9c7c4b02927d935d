import { setTimeout as sleep } from 'node:timers/promises';
import { atalaya, type Person } from './peers.ts';
import type { RawSocket } from './raw-socket.ts';

export type WatchersCommand =
  | { kind: 'watch'; ports: number[]; crowds: Person[][] }
  | { kind: 'unrest'; seconds: number; share: number }
  | { kind: 'untilGone'; of: number }
  | { kind: 'unwatch' };

export interface WatchedResult {
  seconds: number;
  /** What each of those connected was sent meanwhile. */
  kilobytesEach: number;
}

interface Watcher {
  crowd: number;
  port: number;
  person: Person;
  socket: RawSocket;
}

/** As many connections are opened at the same time. */
const opening = 50;
const follow = JSON.stringify({
  id: 1,
  method: 'subscription',
  params: { path: 'members.onPresence', input: { json: null } },
});

let watchers: Watcher[] = [];
let bytes = 0;
let crowds: Person[][] = [];
/** What one of them was told of everyone: to read everyone's news would cost more than it measures. */
const told = new Map<string, string>();
let onNews: () => void = () => {};

const isLooker = (person: Person) => person === crowds[0]?.[0];

async function connect(port: number, person: Person, isLooking: boolean): Promise<RawSocket> {
  const socket = await atalaya.open(port, person, '');
  await new Promise<void>((resolve) => {
    socket.onText = (payload) => {
      if (payload.includes('"refresh"')) resolve();
    };
    socket.send(follow);
  });
  socket.onText = (payload) => {
    bytes += payload.length;
    if (isLooking) take(payload.toString());
  };
  return socket;
}

function take(text: string): void {
  for (const [, presence = '', memberIds = ''] of text.matchAll(
    /"presence":"([^"]+)","memberIds":\[([^\]]*)\]/g,
  )) {
    for (const [, id = ''] of memberIds.matchAll(/"([^"]+)"/g)) told.set(id, presence);
  }
  onNews();
}

/** Does one of the commands about people who follow who is here. */
export async function watching(command: WatchersCommand): Promise<WatchedResult> {
  const started = performance.now();
  bytes = 0;
  const result = () => ({
    seconds: (performance.now() - started) / 1000,
    kilobytesEach: bytes / 1024 / Math.max(1, watchers.length),
  });
  switch (command.kind) {
    case 'watch': {
      crowds = command.crowds;
      const waiting = crowds.flatMap((crowd, index) =>
        crowd.map((person) => ({ crowd: index, port: command.ports[index] ?? 0, person })),
      );
      waiting.reverse();
      const openNext = async () => {
        for (let next = waiting.pop(); next; next = waiting.pop()) {
          const isLooking = isLooker(next.person);
          watchers.push({ ...next, socket: await connect(next.port, next.person, isLooking) });
        }
      };
      await Promise.all(Array.from({ length: opening }, openNext));
      await quiet();
      return result();
    }
    case 'unrest': {
      const end = performance.now() + command.seconds * 1000;
      while (performance.now() < end) {
        const next = performance.now() + 1000;
        const leaving = watchers.filter(
          ({ person }) => !isLooker(person) && Math.random() < command.share,
        );
        for (const { socket } of leaving) socket.destroy();
        // Longer than the moment of grace, so that it counts.
        void sleep(2_500).then(async () => {
          for (const one of leaving) one.socket = await connect(one.port, one.person, false);
        });
        await sleep(Math.max(0, next - performance.now()));
      }
      await sleep(command.share > 0 ? 3_000 : 0);
      return result();
    }
    case 'untilGone': {
      const lost = crowds[command.of] ?? [];
      watchers = watchers.filter(({ crowd }) => crowd !== command.of);
      await new Promise<void>((resolve) => {
        onNews = () => {
          if (lost.every(({ id }) => told.get(id) === 'offline')) resolve();
        };
      });
      const ended = performance.now();
      await quiet();
      return { ...result(), seconds: (ended - started) / 1000 };
    }
    case 'unwatch':
      for (const { socket } of watchers) socket.destroy();
      watchers = [];
      return result();
  }
}

/** Resolves when nobody is told anything any more. */
async function quiet(): Promise<void> {
  for (let before = -1; before !== bytes; ) {
    before = bytes;
    await sleep(1_500);
  }
}
