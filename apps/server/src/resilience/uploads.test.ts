import { randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAtalaya } from '@atalaya/client';
import { expect, it } from 'vitest';
import { Program } from '../testing/program.ts';
import { aPopulatedDatabase } from './crowd.ts';

const gigabyte = 1_000_000_000;

it('CHAT-40: a file of 1 GB comes and goes, and the server’s memory stays flat', async () => {
  await using database = await aPopulatedDatabase({ rooms: 1, people: 1 });
  const { id: channelId, people } = database.rooms[0] ?? { id: '', people: [] };
  await database.pool.query(
    `INSERT INTO setting (organisation_id, path, value, updated_at)
     SELECT organisation_id, 'files.maxFileMb', '2000', now() FROM channel WHERE id = $1`,
    [channelId],
  );
  // Addresses of files are for people with a session.
  const person = people[0] ?? { id: '', token: '' };
  const [, claims = ''] = person.token.split('.');
  const { sid } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { sid: string };
  await database.pool.query(
    `INSERT INTO session (id, member_id, organisation_id, ip, user_agent, expires_at)
     SELECT $1, id, organisation_id, '127.0.0.1', 'vitest', now() + interval '1 hour'
       FROM member WHERE id = $2`,
    [sid, person.id],
  );
  await using program = new Program({ DATABASE_URL: database.url, SECRET_KEY: database.secretKey });
  const url = await program.url();
  const folder = await mkdtemp(join(tmpdir(), 'atalaya-large-'));
  const client = createAtalaya({ url, token: person.token, timeoutMs: 60_000 });
  const memory = new Memory(url);
  try {
    // A little one first: what is loaded with the first file does not count.
    const first = new Blob([new Uint8Array(10_000_000)]);
    const archive = new Blob(['PK\x03\x04', first]);
    await client.files.send({ channelId, name: 'a.zip', source: archive }).ready;
    await memory.settle();

    const path = join(folder, 'large.zip');
    await write(path, gigabyte);
    const source = await openAsBlob(path);
    const started = performance.now();
    const file = await client.files.send({ channelId, name: 'large.zip', source }).ready;
    const seconds = (performance.now() - started) / 1000;
    expect(file).toMatchObject({ state: 'ready', bytes: gigabyte });
    const addresses = await client.fileUrls.of(file.id);
    expect(await lengthOf(addresses?.original ?? '')).toBe(gigabyte);
    const grown = memory.stop();
    const figures = `${seconds.toFixed(1)} s, grown by ${Math.round(grown / 1e6)} MB at most`;
    process.stdout.write(`1 GB sent in ${figures}\n`);
    expect(grown).toBeLessThan(150_000_000);
  } finally {
    memory.stop();
    client.close();
    await rm(folder, { recursive: true, force: true });
  }
}, 180_000);

async function write(path: string, bytes: number): Promise<void> {
  const file = await open(path, 'w');
  const piece = randomBytes(10_000_000);
  piece.write('PK\x03\x04');
  for (let written = 0; written < bytes; written += piece.length) await file.write(piece);
  await file.close();
}

async function lengthOf(url: string): Promise<number> {
  const response = await fetch(url);
  let length = 0;
  for await (const piece of response.body ?? []) length += piece.length;
  return length;
}

/** How much of the machine's memory the server holds, looked at all the time. */
class Memory {
  readonly #url: string;
  readonly #timer: NodeJS.Timeout;
  #base = 0;
  #most = 0;

  constructor(url: string) {
    this.#url = url;
    this.#timer = setInterval(() => void this.#look().catch(() => {}), 100);
  }

  async settle(): Promise<void> {
    this.#base = await this.#look();
    this.#most = this.#base;
  }

  stop(): number {
    clearInterval(this.#timer);
    return this.#most - this.#base;
  }

  async #look(): Promise<number> {
    const text = await (await fetch(`${this.#url}/metrics`)).text();
    const now = Number(/^process_resident_memory_bytes\S* (\d+)/m.exec(text)?.[1] ?? 0);
    this.#most = Math.max(this.#most, now);
    return now;
  }
}
