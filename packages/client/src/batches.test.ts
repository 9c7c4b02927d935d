import { expect, test } from 'vitest';
import { inBatches } from './batches.ts';

const calls = (count: number, size = 1) =>
  Array.from({ length: count }, (_, id) => ({ id, text: 'x'.repeat(size) }));
const back = (texts: string[]) => texts.flatMap((text) => JSON.parse(text) as unknown[]);

test('CHAT-24: calls that begin together are sent in messages that the server takes', () => {
  const texts = inBatches(JSON.stringify(calls(95)));
  expect(texts.map((text) => (JSON.parse(text) as unknown[]).length)).toEqual([40, 40, 15]);
  expect(back(texts)).toEqual(calls(95));
});

test('CHAT-24: long messages are not put together beyond what the server takes', () => {
  const texts = inBatches(JSON.stringify(calls(10, 90_000)));
  expect(texts).toHaveLength(5);
  expect(Math.max(...texts.map((text) => text.length))).toBeLessThan(210_000);
  expect(back(texts)).toEqual(calls(10, 90_000));
});

test('CHAT-24: what is small enough goes as it is, pings too', () => {
  const few = JSON.stringify(calls(3));
  expect(inBatches(few)).toEqual([few]);
  expect(inBatches('{"id":1}')).toEqual(['{"id":1}']);
  expect(inBatches('PING')).toEqual(['PING']);
});
