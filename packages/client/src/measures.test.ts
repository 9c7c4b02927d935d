import { expect, test } from 'vitest';
import type { ConnectionState } from './connection-state.ts';
import { Measures, type MeasuresOptions } from './measures.ts';
import { Value } from './subscribable.ts';
import { ManualRuntime } from './testing/manual-runtime.ts';

type Report = Parameters<MeasuresOptions['report']>[0];

/** Measures of somebody who is signed in, beside a server whose clock is ahead by so much. */
function aPerson({ ahead = 0, sampleOneIn = 1, answerMs = [10, 200, 40], load = 0 } = {}) {
  const runtime = new ManualRuntime();
  runtime.chance = 0;
  const connection = new Value<ConnectionState>({ status: 'online' });
  const reports: Report[] = [];
  let asked = 0;
  const wait = (ms: number) => new Promise<void>((resolve) => void runtime.after(ms, resolve));
  const measures = new Measures({
    runtime,
    connection,
    loadMs: () => (load > 0 ? load : null),
    clock: async () => {
      // Half of the way there, half of it back.
      const ms = answerMs[asked++ % answerMs.length] ?? 0;
      await wait(ms / 2);
      const at = new Date(runtime.now() + ahead);
      await wait(ms / 2);
      return { at, sampleOneIn };
    },
    report: async (input) => void reports.push(input),
  });
  measures.start();
  const serverNow = () => runtime.now() + ahead;
  return { runtime, connection, reports, measures, serverNow, asked: () => asked };
}
const channelId = 'one';
/** Long enough for the next report. */
const aRound = 61_000;

test('CHAT-61: delivery is measured by the server’s clock, however wrong the client’s is', async () => {
  for (const ahead of [0, -3_600_000, 86_400_000]) {
    const { runtime, measures, reports, serverNow } = aPerson({ ahead });
    await runtime.advance(aRound);
    measures.delivered(channelId, new Date(serverNow() - 25));
    measures.delivered(channelId, new Date(serverNow() + 2));
    await runtime.advance(aRound);
    expect(reports).toEqual([
      { load: [], channels: [{ channelId, delivery: [25, 0] }], delivery: [], connectionErrors: 0 },
    ]);
  }
});

test('CHAT-61: each time is told with its channel, of more channels than a report takes without', async () => {
  const { runtime, measures, reports, serverNow } = aPerson();
  await runtime.advance(aRound);
  for (let n = 0; n < 24; n++) measures.delivered(`channel ${n % 12}`, new Date(serverNow() - n));
  await runtime.advance(aRound);
  const [told] = reports;
  expect(told?.channels).toHaveLength(10);
  expect(told?.channels?.[1]).toEqual({ channelId: 'channel 1', delivery: [1, 13] });
  expect(told?.delivery).toEqual([10, 22, 11, 23]);
});

test('CHAT-61: nothing is taken for slow that came out of a sleep, or before the clocks are known', async () => {
  const { runtime, measures, reports, serverNow } = aPerson();
  measures.delivered(channelId, new Date(serverNow() - 5));
  await runtime.advance(aRound);
  measures.delivered(channelId, new Date(serverNow() - 3_600_000));
  await runtime.advance(aRound);
  expect(reports).toEqual([]);
});

test('CHAT-61: a line that is lost counts once, and the page’s time to load is told once', async () => {
  const { runtime, connection, reports } = aPerson({ load: 812 });
  for (const status of ['offline', 'catchingUp', 'online', 'offline', 'online'] as const) {
    connection.set(status === 'offline' ? { status, since: new Date() } : { status });
  }
  await runtime.advance(aRound);
  await runtime.advance(aRound);
  expect(reports).toEqual([{ load: [812], channels: [], delivery: [], connectionErrors: 2 }]);
});

test('CHAT-61: a sample is told, and nothing at all where the organisation wants none', async () => {
  const sampled = aPerson({ sampleOneIn: 4, load: 100 });
  await sampled.runtime.advance(aRound);
  sampled.reports.length = 0;
  for (let n = 0; n < 40; n++) {
    sampled.runtime.chance = (n % 4) / 4;
    sampled.measures.delivered(channelId, new Date(sampled.serverNow() - n));
  }
  await sampled.runtime.advance(aRound);
  expect(sampled.reports[0]?.channels?.[0]?.delivery).toHaveLength(10);

  const silent = aPerson({ sampleOneIn: 0, load: 100 });
  await silent.runtime.advance(aRound);
  silent.measures.delivered(channelId, new Date(silent.serverNow() - 5));
  silent.connection.set({ status: 'offline', since: new Date() });
  silent.connection.set({ status: 'online' });
  await silent.runtime.advance(aRound);
  expect(silent.reports).toEqual([]);
});

test('CHAT-61: whoever leaves takes what was measured with them, and nothing is asked any more', async () => {
  const { runtime, measures, reports, serverNow, asked } = aPerson();
  await runtime.advance(aRound);
  measures.delivered(channelId, new Date(serverNow() - 5));
  const before = asked();
  measures.stop();
  await runtime.advance(20 * aRound);
  expect(reports).toEqual([]);
  expect(asked()).toBe(before);
  expect(runtime.waiting).toBe(0);
});
