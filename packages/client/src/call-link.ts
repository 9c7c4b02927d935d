import type { AppRouter } from '@atalaya/api/types';
import type { Operation, TRPCLink } from '@trpc/client';
import { observable, type Unsubscribable } from '@trpc/server/observable';
import { AtalayaError } from './errors.ts';
import type { Runtime } from './runtime.ts';

export interface CallLinkOptions {
  runtime: Runtime;
  /** Milliseconds after which a query or mutation without an answer fails. */
  timeoutMs: number;
  /** Whether the line is down just now. */
  offline: () => boolean;
  /** Whether this call goes over the line that comes back by itself. */
  byLine: (op: Operation) => boolean;
  /** Gets another access token; resolves to whether there is one. */
  renew: (path: string) => Promise<boolean>;
}

/** How often a query is asked when the line is lost under it again and again. */
const mostAsked = 5;

/**
 * First in the chain: every error becomes an `AtalayaError`, no call hangs for ever, a refused token
 * is renewed once, and a query that was cut off is asked again. A mutation that was cut off is not:
 * it may have been carried out.
 */
export function callLink(options: CallLinkOptions): TRPCLink<AppRouter> {
  const { runtime, timeoutMs, offline, byLine, renew } = options;
  return () =>
    ({ op, next }) =>
      observable((observer) => {
        if (op.type === 'subscription') {
          return next(op).subscribe({
            next: (value) => observer.next(value),
            error: (thrown) => observer.error(AtalayaError.from(thrown)),
            complete: () => observer.complete(),
          });
        }
        let over = false;
        let renewed = false;
        let asked = 0;
        let overLine = false;
        let call: Unsubscribable | null = null;
        const fail = (error: AtalayaError) => {
          over = true;
          cancel();
          observer.error(error);
          call?.unsubscribe();
        };
        const cancel = runtime.after(timeoutMs, () =>
          fail(AtalayaError.unavailable(offline() ? 'offline' : 'timeout')),
        );
        const mend = (error: AtalayaError) => {
          if (error.wantsToken && error.answered && !renewed) {
            renewed = true;
            renew(op.path).then(
              (mended) => (mended ? start() : fail(error)),
              (thrown: unknown) => fail(AtalayaError.from(thrown)),
            );
          } else if (op.type === 'query' && !error.answered && overLine && asked < mostAsked) {
            start();
          } else {
            fail(error);
          }
        };
        const start = () => {
          if (over) return;
          asked++;
          overLine = byLine(op);
          call = next(op).subscribe({
            next: (value) => observer.next(value),
            error: (thrown) => over || mend(AtalayaError.from(thrown)),
            complete: () => {
              over = true;
              cancel();
              observer.complete();
            },
          });
        };
        start();
        return () => {
          over = true;
          cancel();
          call?.unsubscribe();
        };
      });
}
