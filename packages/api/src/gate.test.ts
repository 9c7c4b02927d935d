import { expect, it } from 'vitest';
import { Gate } from './gate.ts';

it('CHAT-26: so many at once and no more, in order, also when some fail', async () => {
  const gate = new Gate(3);
  let inside = 0;
  let most = 0;
  const begun: number[] = [];
  const work = (n: number) =>
    gate.run(async () => {
      begun.push(n);
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside--;
      if (n % 4 === 0) throw new Error('no');
      return n;
    });
  const ends = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => work(n)));
  expect(most).toBe(3);
  expect(begun).toEqual(Array.from({ length: 20 }, (_, n) => n));
  expect(ends.filter(({ status }) => status === 'rejected')).toHaveLength(5);
  expect(await gate.run(async () => 'free again')).toBe('free again');
});
