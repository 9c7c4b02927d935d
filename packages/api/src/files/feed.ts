import type { MemberContext } from '../context.ts';
import { Following, tell } from '../live/following.ts';
import { Packet } from '../live/packet.ts';
import { liveQuiet } from '../live/quiet.ts';
import type { Bus } from '../ports/bus.ts';
import type { FileEvent, FileView } from './schemas.ts';

/** Tells people's open screens how their own files go on. */
export class FileFeed {
  readonly #node: string;
  readonly #following: Following<null>;

  constructor({ bus, node }: { bus: Bus; node: { id: string } }) {
    this.#node = node.id;
    this.#following = new Following(bus, {
      topicOf: (memberId) => `files:${memberId}`,
      begin: () => null,
      hear: (text, followed) => tell(followed, this.#packet(JSON.parse(text) as FileEvent)),
      refresh: () => this.refresh(),
    });
  }

  tell(memberId: string, file: FileView): void {
    this.#following.publish(memberId, JSON.stringify({ type: 'changed', file }));
  }

  refresh(): Packet {
    return this.#packet({ type: 'refresh' });
  }

  /** Resolves when news from now on will be written. Call the result to stop. */
  subscribe(memberId: string, write: (packet: Packet) => void): Promise<() => void> {
    return this.#following.subscribe(memberId, { write });
  }

  close(): void {
    this.#following.close();
  }

  #packet(event: FileEvent): Packet {
    return Packet.of({ seq: null, node: this.#node }, null, event);
  }
}

/** How the caller's own files go on. Begins with `refresh`: ask for what is under way then. */
export const onMine = (ctx: MemberContext, signal: AbortSignal | undefined) =>
  liveQuiet<FileEvent>(
    ctx,
    {
      refresh: () => ctx.fileFeed.refresh(),
      open: (write) => ctx.fileFeed.subscribe(ctx.actor.memberId, write),
    },
    signal,
  );
