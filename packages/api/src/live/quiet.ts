import type { Context } from '../context.ts';
import type { DomainError } from '../errors.ts';
import type { Packet } from './packet.ts';
import type { Sink } from './sink.ts';
import { type Stream, stream } from './stream.ts';

export interface QuietSource {
  /** First thing the reader is told: what it shows may be stale, read it afresh. */
  refresh: () => Packet;
  /** Starts to listen; gives the way to stop. */
  open: (write: (packet: Packet) => void) => Promise<() => void>;
}

/**
 * A stream of events without numbers and without replay: presence, settings, badges. A reader that
 * cannot keep up misses events and is told to read afresh, as it is at the beginning.
 */
export async function liveQuiet<Event>(
  ctx: Context,
  { refresh, open }: QuietSource,
  signal: AbortSignal | undefined,
): Promise<Stream<Event>> {
  let sink: Sink | null = null;
  let skipping = false;
  let over = false;
  let listener: ((error: DomainError | null) => void) | null = null;

  const end = () => {
    if (over) return;
    over = true;
    stop();
    listener?.(null);
  };
  const stop = await open((packet) => {
    if (!sink || skipping || over) return;
    sink.write(packet);
    if (!sink.congested()) return;
    skipping = true;
    void sink.drained().then((room) => {
      skipping = false;
      if (room) sink?.write(refresh());
      else end();
    });
  });
  if (signal?.aborted) end();
  return stream<Event>(
    ctx,
    {
      first: refresh,
      begin: (to) => {
        sink = to;
      },
      onEnd: (told) => {
        if (over) told(null);
        else listener = told;
      },
      close: end,
    },
    signal,
  );
}
