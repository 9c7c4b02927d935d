import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aMember, anOrganisation, createWorld, type World } from '../testing/index.ts';
import { createDirectory } from './directory.ts';

describe('directory', () => {
  let world: World;
  let organisation: { id: string };

  beforeAll(async () => {
    world = await createWorld();
    organisation = await anOrganisation(world);
  });
  afterAll(() => world.close());

  /** A directory that counts its queries. */
  function counted() {
    const queries: unknown[] = [];
    const pool = new Proxy(world.services.pool, {
      get: (target, key) =>
        key === 'query'
          ? (query: never) => {
              queries.push(query);
              return target.query(query);
            }
          : Reflect.get(target, key),
    });
    return { directory: createDirectory({ pool, bus: world.services.bus }), queries };
  }

  test('CHAT-02: many people cost one query, and none the second time', async () => {
    const people = await Promise.all([1, 2, 3].map(() => aMember(world, organisation)));
    const ids = people.map(({ id }) => id);
    const { directory, queries } = counted();
    expect((await directory.many(organisation.id, [...ids, ...ids])).size).toBe(3);
    await directory.many(organisation.id, ids);
    expect(await directory.get(organisation.id, ids[0] ?? '')).toMatchObject({ id: ids[0] });
    expect(queries).toHaveLength(1);
  });

  test('CHAT-01: another organisation’s people are not found, in memory or not', async () => {
    const person = await aMember(world, organisation, { username: 'ajena' });
    const other = await anOrganisation(world);
    const { directory } = counted();
    expect(await directory.get(other.id, person.id)).toBeNull();
    expect(await directory.get(organisation.id, person.id)).not.toBeNull();
    expect(await directory.get(other.id, person.id)).toBeNull();
    expect(await directory.byUsername(other.id, ['ajena'])).toEqual(new Map());
  });

  test('CHAT-02: only active people are found by username; unknown names cost one query', async () => {
    const ana = await aMember(world, organisation, { username: 'ana' });
    await aMember(world, organisation, { username: 'gone', state: 'deactivated' });
    const { directory, queries } = counted();
    const names = ['ana', 'gone', 'nadie'];
    for (let n = 0; n < 3; n++) {
      expect(await directory.byUsername(organisation.id, names)).toEqual(
        new Map([['ana', ana.id]]),
      );
    }
    expect(queries).toHaveLength(1);
  });

  test('CHAT-02: what was read before a change is not kept after it', async () => {
    const person = await aMember(world, organisation);
    const { directory } = counted();
    const reading = directory.get(organisation.id, person.id);
    directory.invalidate(person.id);
    await reading;
    await world.services.db.member.update({
      where: { id: person.id },
      data: { displayName: 'Después' },
    });
    const entry = await directory.get(organisation.id, person.id);
    expect(entry?.displayName).toBe('Después');
  });
});
