import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerAs, createWorld, refusalOf, type World } from '../testing/index.ts';
import type { AuditEvent } from './schemas.ts';
import { appendEntry } from './write.ts';

describe('the audit log as it grows', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  type Staff = Awaited<ReturnType<typeof callerAs>>;

  async function watch({ caller }: Pick<Staff, 'caller'>) {
    const stream = await caller.audit.onEntry();
    const iterator = (stream as AsyncIterable<unknown>)[Symbol.asyncIterator]();
    return {
      async next(): Promise<AuditEvent> {
        const { value } = await iterator.next();
        return (value as { data: AuditEvent }).data;
      },
      /** Positions of the next entries, so many of them. */
      async positions(count: number): Promise<number[]> {
        const seen: number[] = [];
        while (seen.length < count) {
          const event = await this.next();
          if (event.type === 'appended') seen.push(...event.entries.map((e) => e.position));
        }
        return seen;
      },
      stop: async () => void (await iterator.return?.()),
    };
  }

  /** Written where nobody announces it. */
  const append = (organisationId: string, count = 1) =>
    world.services.db.$transaction(async (tx) => {
      for (let n = 0; n < count; n++) {
        await appendEntry(tx, {
          organisationId,
          at: world.clock.now(),
          actorId: null,
          action: 'test',
          subjectType: 'thing',
          subjectId: null,
          ip: null,
          requestId: 'r',
        });
      }
    });

  test('OPS-50: what staff do is told to whoever reads the log, on every node, with names', async () => {
    const auditor = await callerAs(world, 'auditor');
    const admin = await callerAs(world, 'admin', auditor.organisation);
    const elsewhere = await callerAs(world, 'admin');
    const node = await world.addNode();
    const told: AuditEvent[] = [];
    let announced = 0;
    const deaf = await world.services.bus.subscribe(`audit:${auditor.organisation.id}`, () => {
      announced++;
    });
    const live = await watch(auditor);
    const far = await node.auditLog.subscribe(auditor.organisation.id, {
      memberId: auditor.person.id,
      write: (packet) => told.push(packet.event() as AuditEvent),
    });
    expect(await live.next()).toEqual({ type: 'refresh' });
    await elsewhere.caller.organisations.invites.create({});
    await admin.caller.organisations.invites.create({});
    const event = await live.next();
    const [entry] = (await auditor.caller.audit.list({ limit: 1 })).items;
    expect(event).toEqual({ type: 'appended', entries: [entry] });
    expect(entry).toMatchObject({
      action: 'organisations.invites.create',
      actor: { displayName: admin.person.displayName },
    });
    await admin.caller.organisations.invites.create({});
    expect(await live.positions(1)).toEqual([(entry?.position ?? 0) + 1]);
    await expect.poll(() => told.length).toBe(2);
    // At once, and not only when positions are compared.
    expect(announced).toBe(2);
    deaf();
    far();
    await live.stop();
  });

  test('OPS-50: much at once comes in order, once, without a gap; too much means list afresh', async () => {
    const auditor = await callerAs(world, 'auditor');
    const { id } = auditor.organisation;
    const live = await watch(auditor);
    expect(await live.next()).toEqual({ type: 'refresh' });
    await Promise.all(
      Array.from({ length: 60 }, async () => {
        await append(id);
        world.services.auditLog.announce(id);
      }),
    );
    expect(await live.positions(60)).toEqual(Array.from({ length: 60 }, (_, n) => n + 1));
    await append(id, 101);
    expect(await live.next()).toEqual({ type: 'refresh' });
    await append(id);
    expect(await live.positions(1)).toEqual([162]);
    await live.stop();
  });

  test('OPS-50: entries that nobody announces are told too', async () => {
    const auditor = await callerAs(world, 'auditor');
    const live = await watch(auditor);
    await append(auditor.organisation.id, 2);
    expect(await live.positions(2)).toEqual([1, 2]);
    await live.stop();
  });

  test('OPS-50: who may not read the log does not hear it grow', async () => {
    const moderator = await callerAs(world, 'moderator');
    expect(await refusalOf(moderator.caller.audit.onEntry())).toBe('error.forbidden.permission');
  });
});
