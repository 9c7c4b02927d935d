import { expect, it } from 'vitest';
import { silentLog } from './ports/log.ts';
import { Sweep } from './sweep.ts';

it('ID-04: where one domain cannot be swept the others are', async () => {
  const sweeper = (name: string, sweep: () => Promise<number>) => ({ name, sweep });
  const sweep = new Sweep(silentLog, [
    sweeper('one', async () => 2),
    sweeper('broken', () => Promise.reject(new Error('no'))),
    sweeper('three', async () => 3),
  ]);
  expect(await sweep.sweep()).toBe(5);
});
