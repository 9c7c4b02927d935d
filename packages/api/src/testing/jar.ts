import type { CookieJar } from '../context.ts';

/** A browser's cookies, without the browser. */
export class Jar implements CookieJar {
  readonly #cookies = new Map<string, string>();

  get(name: string): string | undefined {
    return this.#cookies.get(name);
  }

  set(name: string, value: string, _maxAgeSeconds: number): void {
    this.#cookies.set(name, value);
  }

  clear(name: string): void {
    this.#cookies.delete(name);
  }
}
