import { setTimeout as sleep } from 'node:timers/promises';
import type { Room } from '@atalaya/api/testing/population';
import type { Load, RunningServer } from './children.ts';
import type { RateResult } from './load.ts';
import { cpuSeconds, residentBytes } from './process-figures.ts';

export interface Target {
  name: string;
  protocol: 'atalaya' | 'bare';
  start(): Promise<RunningServer>;
}

/** 10,000 messages a minute over all rooms. Milliseconds from sending to receiving. */
export async function latency(load: Load, target: Target, rooms: Room[], seconds: number) {
  return connected(load, target, rooms, 50, async () => {
    // Everyone has written twice before it counts: a server that has just started is Q-06's matter.
    await load.do({ kind: 'rate', perSecond: 10_000 / 60, seconds: 12 });
    const { p50, p99 } = await load.do<RateResult>({
      kind: 'rate',
      perSecond: 10_000 / 60,
      seconds,
    });
    return { p50, p99 };
  });
}

/** the greatest pace at which everything arrives and p99 stays within 100 ms. */
export async function throughput(load: Load, target: Target, rooms: Room[], seconds: number) {
  return connected(load, target, rooms, 50, async () => {
    const holdsNow = async (perSecond: number) => {
      const result = await load.do<RateResult>({ kind: 'rate', perSecond, seconds });
      await sleep(300);
      const complete = result.delivered >= result.expected * 0.999;
      return complete && result.p99 <= 100 && result.perSecond > perSecond * 0.95;
    };
    // A hiccup of the machine is not the target's limit; so a pace that does not hold is tried once more.
    const holds = async (perSecond: number) => (await holdsNow(perSecond)) || holdsNow(perSecond);
    await holds(1_000);
    let good = 1_000;
    let bad = 0;
    for (let pace = 2_000; bad === 0 && pace < 40_000; pace = Math.round(pace * 1.4)) {
      if (await holds(pace)) good = pace;
      else bad = pace;
    }
    while (bad - good > Math.max(100, good * 0.04)) {
      const pace = Math.round((good + bad) / 2);
      if (await holds(pace)) good = pace;
      else bad = pace;
    }
    return { perSecond: good };
  });
}

/** one room of many, twenty messages a second. Microseconds of server CPU per delivery. */
export async function fanOut(load: Load, target: Target, rooms: Room[], seconds: number) {
  return connected(load, target, rooms, 50, async ({ pid }) => {
    await load.do({ kind: 'rate', perSecond: 20, seconds: 2 });
    const before = cpuSeconds(pid);
    const result = await load.do<RateResult>({ kind: 'rate', perSecond: 20, seconds });
    const cpu = cpuSeconds(pid) - before;
    return { microseconds: (cpu / result.delivered) * 1e6, p99: result.p99 };
  });
}

/** idle subscribers. Kilobytes of server memory each, and CPU at rest in per cent. */
export async function idle(load: Load, target: Target, rooms: Room[]) {
  const server = await target.start();
  try {
    await sleep(1_000);
    const [firstRoom] = rooms;
    if (!firstRoom) throw new Error('no rooms');
    const { protocol } = target;
    // Some come and go first, so that code and pools are warm and not counted as theirs.
    await load.do({
      kind: 'connect',
      protocol,
      port: server.port,
      rooms: [firstRoom],
      opening: 20,
    });
    await load.do({ kind: 'close' });
    await sleep(2_000);
    const before = residentBytes(server.pid);
    const { connected: count } = await load.do<{ connected: number }>({
      kind: 'connect',
      protocol,
      port: server.port,
      rooms,
      opening: 50,
    });
    await sleep(4_000);
    const after = residentBytes(server.pid);
    const cpuBefore = cpuSeconds(server.pid);
    await sleep(5_000);
    const restCpu = ((cpuSeconds(server.pid) - cpuBefore) / 5) * 100;
    await load.do({ kind: 'close' });
    return { kilobytes: (after - before) / count / 1024, restCpu, count };
  } finally {
    await server.stop();
  }
}

/** CHAT-27: the server is killed under 5,000 subscribers and started again; all come back and resume. */
export async function massReconnect(load: Load, target: Target, rooms: Room[]) {
  const { protocol } = target;
  const before = await target.start();
  await load.do({ kind: 'connect', protocol, port: before.port, rooms, opening: 50 });
  await load.do({ kind: 'rate', perSecond: 500, seconds: 4 });
  await before.stop('SIGKILL');
  await load.do({ kind: 'close' });
  const after = await target.start();
  try {
    const cpu = cpuSeconds(after.pid);
    const result = await load.do<{ count: number; seconds: number; replayed: number }>({
      kind: 'comeBack',
      protocol,
      port: after.port,
      rooms,
      opening: 50,
      spreadMs: 10_000,
      since: 0,
    });
    await load.do({ kind: 'close' });
    return { ...result, cpuSeconds: cpuSeconds(after.pid) - cpu };
  } finally {
    await after.stop();
  }
}

async function connected<Result>(
  load: Load,
  target: Target,
  rooms: Room[],
  opening: number,
  measure: (server: RunningServer) => Promise<Result>,
): Promise<Result> {
  const server = await target.start();
  try {
    const { protocol } = target;
    await load.do({ kind: 'connect', protocol, port: server.port, rooms, opening });
    await sleep(500);
    const result = await measure(server);
    await load.do({ kind: 'close' });
    return result;
  } finally {
    await server.stop();
  }
}
