import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../context.ts';
import type { Presence } from '../identity/schemas.ts';
import { aConnection } from '../testing/connection.ts';
import { callerAs, callerFor, createWorld, type World } from '../testing/index.ts';
import { createPresence, type PresenceService, type PresenceTimes } from './presence.ts';
import type { PresenceEvent } from './schemas.ts';

const quick: PresenceTimes = { renewMs: 60, leaseMs: 400, graceMs: 100, batchMs: 5 };

const oneByOne = ({ people, texts }: Extract<PresenceEvent, { type: 'changed' }>) =>
  people.flatMap(({ presence, memberIds }) =>
    memberIds.map((memberId) => ({ memberId, presence, statusText: texts[memberId] ?? '' })),
  );

describe('presence', () => {
  let world: World;
  const started: PresenceService[] = [];

  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(async () => {
    for (const node of started) await node.stop();
    await world.close();
  });

  /** A node that does nothing but presence. */
  async function aNode(times: Partial<PresenceTimes> = {}) {
    const node = { id: randomUUID() };
    const presence = createPresence({ ...world.services, node }, { ...quick, ...times });
    await presence.start();
    started.push(presence);
    return Object.assign(presence, { nodeId: node.id });
  }

  /** What listeners of the organisation are told, in order. */
  async function watch(presence: PresenceService, organisationId: string) {
    const told: { memberId: string; presence: Presence; statusText: string }[] = [];
    let look = () => {};
    await presence.subscribe(organisationId, (packet) => {
      const event = packet.event() as PresenceEvent;
      if (event.type === 'changed') told.push(...oneByOne(event));
      look();
    });
    return {
      told,
      async until(memberId: string, wanted: Presence) {
        while (told.findLast((one) => one.memberId === memberId)?.presence !== wanted) {
          await new Promise<void>((resolve) => {
            look = resolve;
          });
        }
      },
    };
  }

  async function shown(presence: PresenceService, { organisationId, memberId }: Actor) {
    return (await presence.of(organisationId, [memberId])).get(memberId);
  }

  test('CHAT-23: who connects is online for everyone, on every node', async () => {
    const [here, there] = [await aNode(), await aNode()];
    const { actor } = await callerAs(world, 'member');
    const watcher = await watch(there, actor.organisationId);
    expect(await shown(there, actor)).toBe('offline');
    here.connected(aConnection(actor));
    await watcher.until(actor.memberId, 'online');
    expect(await shown(there, actor)).toBe('online');
    expect(await shown(here, actor)).toBe('online');
  });

  test('CHAT-23: a person is gone when the last of their connections is', async () => {
    const [here, there] = [await aNode(), await aNode()];
    const { actor } = await callerAs(world, 'member');
    const watcher = await watch(here, actor.organisationId);
    const [laptop, phone] = [aConnection(actor), aConnection(actor)];
    here.connected(laptop);
    there.connected(phone);
    await watcher.until(actor.memberId, 'online');
    here.disconnected(laptop);
    there.disconnected(phone);
    await watcher.until(actor.memberId, 'offline');
    expect(watcher.told.filter(({ presence }) => presence === 'offline')).toHaveLength(1);
  });

  test('CHAT-23: who comes back within the moment of grace was never gone', async () => {
    const node = await aNode();
    const { actor, organisation } = await callerAs(world, 'member');
    const witness = await callerAs(world, 'member', organisation);
    const watcher = await watch(node, actor.organisationId);
    const [back, gone] = [aConnection(actor), aConnection(witness.actor)];
    node.connected(back);
    node.connected(gone);
    await watcher.until(actor.memberId, 'online');
    await watcher.until(witness.actor.memberId, 'online');
    node.disconnected(back);
    node.disconnected(gone);
    node.connected(aConnection(actor));
    await watcher.until(witness.actor.memberId, 'offline');
    const own = watcher.told.filter(({ memberId }) => memberId === actor.memberId);
    expect(own).toHaveLength(1);
    expect(await shown(node, actor)).toBe('online');
  });

  test('CHAT-23: a node that dies without a word takes its people with it', async () => {
    const [doomed, watching] = [await aNode(), await aNode()];
    const { actor } = await callerAs(world, 'member');
    const watcher = await watch(watching, actor.organisationId);
    doomed.connected(aConnection(actor));
    await watcher.until(actor.memberId, 'online');
    await doomed.stop();
    await watcher.until(actor.memberId, 'offline');
    const leases = await world.services.db.nodeLease.count({ where: { id: doomed.nodeId } });
    expect(leases).toBe(0);
  });

  test('CHAT-23: whoever asks after a node’s end is told right, swept away or not', async () => {
    const [doomed, asked] = [await aNode(), await aNode({ renewMs: 60_000 })];
    const { actor } = await callerAs(world, 'member');
    const watcher = await watch(asked, actor.organisationId);
    doomed.connected(aConnection(actor));
    await watcher.until(actor.memberId, 'online');
    await world.services.db.nodeLease.update({
      where: { id: doomed.nodeId },
      data: { expiresAt: new Date(Date.now() - 1) },
    });
    await doomed.stop();
    await world.services.db.nodeLease.updateMany({
      where: { id: doomed.nodeId },
      data: { expiresAt: new Date(Date.now() - 1) },
    });
    expect(await shown(asked, actor)).toBe('offline');
  });

  test('CHAT-23: of several nodes one tells of the dead one’s people', async () => {
    const doomed = await aNode();
    const others = [await aNode(), await aNode(), await aNode()];
    const { actor } = await callerAs(world, 'member');
    const watchers = await Promise.all(others.map((node) => watch(node, actor.organisationId)));
    doomed.connected(aConnection(actor));
    for (const watcher of watchers) await watcher.until(actor.memberId, 'online');
    await doomed.stop();
    for (const watcher of watchers) await watcher.until(actor.memberId, 'offline');
    for (const { told } of watchers) expect(told).toHaveLength(2);
  });

  test('CHAT-23: who has moved to another node stays online when the old one dies', async () => {
    const [doomed, alive] = [await aNode(), await aNode()];
    const { actor } = await callerAs(world, 'member');
    const witness = await callerAs(world, 'member', { id: actor.organisationId });
    const watcher = await watch(alive, actor.organisationId);
    doomed.connected(aConnection(actor));
    doomed.connected(aConnection(witness.actor));
    await watcher.until(witness.actor.memberId, 'online');
    await doomed.stop();
    alive.connected(aConnection(actor));
    await watcher.until(witness.actor.memberId, 'offline');
    expect(await shown(alive, actor)).toBe('online');
    const own = watcher.told.filter(({ memberId }) => memberId === actor.memberId);
    expect(own.map(({ presence }) => presence)).not.toContain('offline');
  });

  test('CHAT-23: a node that was taken for dead by mistake writes its people afresh', async () => {
    const node = await aNode();
    const { actor } = await callerAs(world, 'member');
    const watcher = await watch(node, actor.organisationId);
    node.connected(aConnection(actor));
    await watcher.until(actor.memberId, 'online');
    watcher.told.length = 0;
    await world.services.db.nodeLease.delete({ where: { id: node.nodeId } });
    await watcher.until(actor.memberId, 'online');
    expect(await shown(node, actor)).toBe('online');
  });

  test('CHAT-23: someone who connects while their node has no lease is written all the same', async () => {
    const node = await aNode({ renewMs: 60_000 });
    const { actor } = await callerAs(world, 'member');
    const watcher = await watch(node, actor.organisationId);
    await world.services.db.nodeLease.delete({ where: { id: node.nodeId } });
    node.connected(aConnection(actor));
    await watcher.until(actor.memberId, 'online');
  });

  test('CHAT-02: away when every device is, online when one is back', async () => {
    const node = await aNode();
    const { actor } = await callerAs(world, 'member');
    const watcher = await watch(node, actor.organisationId);
    const [laptop, phone] = [aConnection(actor), aConnection(actor)];
    node.connected(laptop);
    node.connected(phone);
    node.activity(laptop, true);
    await watcher.until(actor.memberId, 'online');
    node.activity(phone, true);
    await watcher.until(actor.memberId, 'away');
    node.activity(laptop, false);
    await watcher.until(actor.memberId, 'online');
  });

  test('CHAT-23: hundreds who connect at once are written in few transactions', async () => {
    const node = await aNode({ batchMs: 50 });
    const { actor, organisation } = await callerAs(world, 'member');
    const { db } = world.services;
    const people = await db.member.createManyAndReturn({
      data: Array.from({ length: 300 }, (_, n) => ({
        organisationId: organisation.id,
        email: `crowd${n}@x.test`,
        username: `crowd${n}`,
        displayName: `Crowd ${n}`,
      })),
      select: { id: true },
    });
    const watcher = await watch(node, actor.organisationId);
    for (const { id } of people) node.connected(aConnection({ ...actor, memberId: id }));
    for (const { id } of people) await watcher.until(id, 'online');
    const { rows } = await world.services.pool.query(
      'SELECT count(DISTINCT xmin::text)::int AS n FROM presence_lease WHERE node_id = $1',
      [node.nodeId],
    );
    expect(rows[0].n).toBeLessThan(5);
  });

  test('CHAT-02: a choice by hand goes before activity, and is told live', async () => {
    const { caller, actor } = await callerAs(world, 'member');
    const { presence } = world.services;
    const watcher = await watch(presence, actor.organisationId);
    const connection = aConnection(actor);
    presence.connected(connection);
    await watcher.until(actor.memberId, 'online');
    expect(await caller.members.setPresence({ choice: 'busy' })).toMatchObject({
      presence: 'busy',
    });
    await watcher.until(actor.memberId, 'busy');
    await caller.members.setPresence({ choice: 'invisible' });
    await watcher.until(actor.memberId, 'offline');
    expect((await caller.auth.me()).presenceChoice).toBe('invisible');
    await caller.members.update({ statusText: 'comiendo' });
    await caller.members.setPresence({ choice: 'auto' });
    await watcher.until(actor.memberId, 'online');
    expect(watcher.told.at(-1)).toMatchObject({ statusText: 'comiendo' });
    const { items } = await caller.members.list({});
    expect(items[0]).toMatchObject({ presence: 'online', statusText: 'comiendo' });
  });

  test('CHAT-02: leaving the keyboard is reported over the connection; elsewhere it means nothing', async () => {
    const { actor, caller, person } = await callerAs(world, 'member');
    const { presence } = world.services;
    const watcher = await watch(presence, actor.organisationId);
    const connection = aConnection(actor);
    const socket = await callerFor(world, person, { connection });
    presence.connected(connection);
    await watcher.until(actor.memberId, 'online');
    await caller.members.activity({ away: true });
    await presence.changed(actor.memberId);
    expect(await shown(presence, actor)).toBe('online');
    await socket.caller.members.activity({ away: true });
    await watcher.until(actor.memberId, 'away');
    await socket.caller.members.activity({ away: false });
    await watcher.until(actor.memberId, 'online');
  });

  test('CHAT-01: presence of one organisation is told to nobody of another', async () => {
    const one = await callerAs(world, 'member');
    const two = await callerAs(world, 'member');
    const { presence } = world.services;
    const own = await watch(presence, one.actor.organisationId);
    const foreign = await watch(presence, two.actor.organisationId);
    presence.connected(aConnection(one.actor));
    await own.until(one.actor.memberId, 'online');
    expect(foreign.told).toEqual([]);
    const asked = await presence.of(two.actor.organisationId, [one.actor.memberId]);
    expect(asked).toEqual(new Map());
  });

  test('CHAT-23: who comes and goes takes fifty bytes, and only who has a status text more', async () => {
    const node = await aNode({ batchMs: 50 });
    const { actor, organisation } = await callerAs(world, 'member');
    const others = await Promise.all(
      Array.from({ length: 19 }, () => callerAs(world, 'member', organisation)),
    );
    await world.services.db.member.update({
      where: { id: actor.memberId },
      data: { statusText: 'En el muelle' },
    });
    const packets: { text: string; event: PresenceEvent }[] = [];
    const told = Promise.withResolvers<void>();
    await node.subscribe(organisation.id, (packet) => {
      packets.push({ text: packet.text, event: packet.event() as PresenceEvent });
      told.resolve();
    });
    for (const who of [actor, ...others.map((other) => other.actor)]) {
      node.connected(aConnection(who));
    }
    await told.promise;
    const [{ text, event } = { text: '', event: { type: 'refresh' } as const }] = packets;
    if (event.type !== 'changed') throw new Error('nothing has changed');
    expect(event.people).toMatchObject([{ presence: 'online' }]);
    expect(event.people[0]?.memberIds).toHaveLength(20);
    expect(event.texts).toEqual({ [actor.memberId]: 'En el muelle' });
    expect(text.length / 20).toBeLessThan(60);
  });

  test('CHAT-23: the subscription begins with refresh and goes on with changes', async () => {
    const { caller, actor } = await callerAs(world, 'member');
    const events: unknown[] = [];
    const stream = await caller.members.onPresence();
    for await (const envelope of stream) {
      const event = (envelope as unknown as { data: PresenceEvent }).data;
      events.push(event);
      if (event.type === 'refresh') world.services.presence.connected(aConnection(actor));
      else break;
    }
    expect(events).toEqual([
      { type: 'refresh' },
      {
        type: 'changed',
        people: [{ presence: 'online', memberIds: [actor.memberId] }],
        texts: {},
      },
    ]);
  });
});
