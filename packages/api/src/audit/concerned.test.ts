import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { raise } from '../alerts/testing.ts';
import { aScene, decide } from '../moderation/testing.ts';
import { callerFor, createWorld, type World } from '../testing/index.ts';
import type { AuditEvent } from './schemas.ts';

describe('the audit log before whom it is about', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world.close());

  /** A case and an alert about somebody who reads the log, and staff who work on both. */
  async function aConcernedReader() {
    const scene = await aScene(world);
    const row = await scene.flagged();
    const { id } = scene.author.person;
    const person = await world.services.db.member.update({
      where: { id },
      data: { role: 'auditor' },
    });
    const concerned = await callerFor(world, person);
    const other = await scene.someone('auditor');
    const { alertId } = await raise(world, scene.organisation, {
      key: `flagBurst:member:${id}`,
      concernsId: id,
    });
    const work = async () => {
      await scene.moderator.caller.moderation.cases.claim({ caseId: row.id, version: row.version });
      await scene.moderator.caller.alerts.acknowledge({ alertId });
      const admin = await scene.someone('admin');
      await admin.caller.organisations.invites.create({});
    };
    return { ...scene, row, alertId, concerned, other, work };
  }

  test('TRUST-13: who reads the log does not find cases and alerts about themselves there', async () => {
    const { concerned, other, row, alertId, work, moderator } = await aConcernedReader();
    await work();
    await decide(moderator, row, { type: 'dismiss' });
    const subjectsOf = async ({ caller }: Pick<typeof other, 'caller'>, filters: object = {}) =>
      (await caller.audit.list({ limit: 100, ...filters })).items.map((one) => one.subjectId);
    expect(await subjectsOf(other)).toEqual(expect.arrayContaining([row.id, alertId]));
    const own = await subjectsOf(concerned);
    expect(own.length).toBeGreaterThan(0);
    expect(own).not.toContain(row.id);
    expect(own).not.toContain(alertId);
    for (const filters of [
      { subjectType: 'case' },
      { subjectId: alertId },
      { action: 'moderation' },
    ]) {
      expect(await subjectsOf(concerned, filters)).toEqual([]);
      expect((await subjectsOf(other, filters)).length).toBeGreaterThan(0);
    }
    const [first] = (await other.caller.audit.list({ subjectId: row.id })).items;
    const around = await concerned.caller.audit.list({ around: first?.position, limit: 100 });
    expect(around.items.map((one) => one.subjectId)).not.toContain(row.id);
    // What is withheld is no break in the chain.
    expect(await concerned.caller.audit.verify()).toMatchObject({ ok: true, firstBroken: null });
  });

  test('TRUST-13: nor are they told of them live; all others are', async () => {
    const { concerned, other, row, alertId, work } = await aConcernedReader();
    const [theirs, others] = [await watch(concerned), await watch(other)];
    await work();
    const until = (one: typeof theirs) => one.until('organisations.invites.create');
    const [own, all] = [await until(theirs), await until(others)];
    expect(all).toEqual(expect.arrayContaining([row.id, alertId]));
    expect(own).not.toContain(row.id);
    expect(own).not.toContain(alertId);
    await Promise.all([theirs.stop(), others.stop()]);
  });

  async function watch({ caller }: { caller: Awaited<ReturnType<typeof callerFor>>['caller'] }) {
    const stream = await caller.audit.onEntry();
    const iterator = (stream as AsyncIterable<unknown>)[Symbol.asyncIterator]();
    await iterator.next();
    return {
      /** The subjects of what is told, up to this action. */
      async until(action: string): Promise<(string | null)[]> {
        const seen: AuditEvent[] = [];
        for (;;) {
          const { value } = await iterator.next();
          seen.push((value as { data: AuditEvent }).data);
          const entries = seen.flatMap((one) => (one.type === 'appended' ? one.entries : []));
          if (entries.some((entry) => entry.action === action))
            return entries.map(({ subjectId }) => subjectId);
        }
      },
      stop: async () => void (await iterator.return?.()),
    };
  }
});
