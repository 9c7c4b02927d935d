import { EventEmitter } from 'node:events';

export type Listener = (...values: never[]) => void;

/** Electron's emitters, whose `on` has an overload for each event. */
export class Emitter {
  readonly events = new EventEmitter();
  on(name: string, listener: Listener): never {
    this.events.on(name, listener as (...values: unknown[]) => void);
    return this as never;
  }
  once(name: string, listener: Listener): never {
    this.events.once(name, listener as (...values: unknown[]) => void);
    return this as never;
  }
}

/** An event whose default can be prevented, as listeners are given it. */
export class CancellableEvent {
  defaultPrevented = false;
  readonly url: string;
  constructor(url = '') {
    this.url = url;
  }
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}
