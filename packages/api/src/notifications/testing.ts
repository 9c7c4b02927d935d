import type { Caller } from '../testing/index.ts';
import type { NotificationEvent } from './schemas.ts';

/** Reads a person's live notices one after the other. */
export async function watchNotices({ caller }: { caller: Caller }) {
  const iterator = (await caller.notifications.onMine())[Symbol.asyncIterator]();
  const next = async (): Promise<NotificationEvent> => {
    const { value, done } = await iterator.next();
    if (done || !value) throw new Error('the stream has ended');
    return (value as unknown as { data: NotificationEvent }).data;
  };
  return { next, stop: () => iterator.return?.() };
}
