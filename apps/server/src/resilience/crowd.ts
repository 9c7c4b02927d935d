import { randomBytes } from 'node:crypto';
import { populate, type Room } from '@atalaya/api/testing/population';
import { createAtalaya, type Runtime } from '@atalaya/client';
import { swiftRuntime } from '@atalaya/client/testing/swift-runtime';
import { connect } from '@atalaya/db';
import { createTestDatabase } from '@atalaya/db/testing';
import { inject } from 'vitest';

type Client = ReturnType<typeof createAtalaya>;

/** A database with rooms full of people, and the secret with which their tokens were signed. */
export async function aPopulatedDatabase(shape: { rooms: number; people: number }) {
  const database = await createTestDatabase(inject('clusterUrl'));
  const secretKey = randomBytes(32);
  const connection = connect({ url: database.url });
  const rooms = await populate(connection.pool, secretKey, shape);
  return {
    url: database.url,
    secretKey: secretKey.toString('base64'),
    rooms,
    pool: connection.pool,
    async [Symbol.asyncDispose]() {
      await connection.close();
      await database.drop();
    },
  };
}

/** One person in one room who writes, and notes everything they hear. */
export class Person {
  readonly room: string;
  readonly client: Client;
  /** Numbers of the messages heard, in the order in which they came. */
  readonly heard: number[] = [];
  /** Numbers that the server acknowledged to this person. */
  readonly acknowledged: number[] = [];
  readonly #ready: Promise<void>;
  #waiting: { seq: number; resolve: () => void }[] = [];

  constructor(url: string, room: Room, seat: number, runtime: Runtime = swiftRuntime) {
    this.room = room.id;
    const token = room.people[seat]?.token ?? '';
    this.client = createAtalaya({ url, token, runtime });
    const ready = Promise.withResolvers<void>();
    this.#ready = ready.promise;
    this.client.channel(room.id, {
      lastSeq: 0,
      onReady: () => ready.resolve(),
      onEvent: (event) => {
        if (event.type !== 'message.created') return;
        this.heard.push(event.seq);
        for (const { seq, resolve } of this.#waiting) if (event.seq >= seq) resolve();
      },
    });
  }

  ready(): Promise<void> {
    return this.#ready;
  }

  /** Writes a message; resolves when the server has acknowledged it, over however many tries. */
  async write(content: string): Promise<void> {
    const { seq } = await this.client.outbox.send({ channelId: this.room, content }).sent;
    this.acknowledged.push(seq);
  }

  /** Resolves when the message with the number, or a later one, was heard. */
  hasHeard(seq: number): Promise<void> {
    if ((this.heard.at(-1) ?? 0) >= seq) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ seq, resolve }));
  }

  close(): void {
    this.client.close();
  }
}
