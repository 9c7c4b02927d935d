import type { Log } from '../ports/log.ts';

/** What is to be told of a change, named for the log. */
export type News = Record<string, () => unknown>;

/**
 * Tells what a commit changed, each piece on its own, begun in the order given: the change stands, so
 * news that cannot be told is logged, and neither fails the call nor keeps the rest back.
 */
export async function tellEach({ log }: { log: Log }, news: News): Promise<void> {
  await Promise.all(
    Object.entries(news).map(async ([what, tell]) => {
      try {
        await tell();
      } catch (error) {
        log.warn({ err: error, what }, 'news of a change could not be told');
      }
    }),
  );
}
