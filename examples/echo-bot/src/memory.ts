import { readFile, rename, writeFile } from 'node:fs/promises';

/** Remembers in a file how far the bot has answered. */
export class Memory {
  readonly #file: string;
  #latest: Record<string, number> = {};

  constructor(file: string) {
    this.#file = file;
  }

  /** Number of the last event that was dealt with in a channel; undefined the first time. */
  async recall(channelId: string): Promise<number | undefined> {
    try {
      this.#latest = JSON.parse(await readFile(this.#file, 'utf8')) as Record<string, number>;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    return this.#latest[channelId];
  }

  /** Resolves when the number is on disk. Call it for one event after the other. */
  async keep(channelId: string, seq: number): Promise<void> {
    this.#latest = { ...this.#latest, [channelId]: seq };
    const beside = `${this.#file}.new`;
    await writeFile(beside, JSON.stringify(this.#latest));
    // A stop in the middle of writing leaves the old file whole.
    await rename(beside, this.#file);
  }
}
