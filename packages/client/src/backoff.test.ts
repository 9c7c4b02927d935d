import { expect, test } from 'vitest';
import { closeCodes as serverCodes } from '../../api/src/live/connection.ts';
import { retryDelayMs } from './backoff.ts';
import { closeCodes } from './close-codes.ts';

const almostOne = 1 - Number.EPSILON;

test('CHAT-24: the first retry comes after 0.2 to 1 s, later ones spread up to 10 s', () => {
  const range = (attempt: number) => [
    retryDelayMs(attempt, 0),
    Math.round(retryDelayMs(attempt, almostOne)),
  ];
  expect(range(0)).toEqual([200, 1_000]);
  expect(range(1)).toEqual([200, 2_000]);
  expect(range(3)).toEqual([200, 8_000]);
  expect(range(4)).toEqual([200, 10_000]);
  expect(range(100_000)).toEqual([200, 10_000]);
});

test('CHAT-24: after a server that stopped, already the first retry is spread over 10 s', () => {
  expect(retryDelayMs(0, 0, closeCodes.goingAway)).toBe(200);
  expect(retryDelayMs(0, 0.5, closeCodes.goingAway)).toBe(5_100);
  expect(retryDelayMs(0, almostOne, closeCodes.goingAway)).toBeCloseTo(10_000);
});

test('CHAT-24: client and server mean the same by every close code', () => {
  expect(closeCodes).toEqual(serverCodes);
});
