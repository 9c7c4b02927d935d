import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { connect, type Database } from '../connect.ts';
import { createTestDatabase } from '../testing.ts';
import { demoNeighbour, demoSignIns, purgeDemo, seedDemo } from './index.ts';

const now = new Date('2026-11-20T18:00:00Z');
let database: Database;
let drop: () => Promise<void>;

const open = async () => {
  const created = await createTestDatabase(inject('clusterUrl'));
  database = connect({ url: created.url, poolSize: 3 });
  drop = created.drop;
};
const close = async () => {
  await database.close();
  await drop();
};

const one = async <Value>(pool: Pool, sql: string): Promise<Value> => {
  const { rows } = await pool.query<{ value: Value }>(`SELECT (${sql}) AS value`);
  return (rows[0] as { value: Value }).value;
};
const count = (table: string, where = 'true') =>
  one<number>(database.pool, `SELECT count(*)::int FROM ${table} WHERE ${where}`);

describe('demo data', () => {
  beforeAll(async () => {
    await open();
    await seedDemo(database, { now });
  });
  afterAll(close);

  test('OPS-22: the demo has two organisations, forty people in all roles and thousands of messages', async () => {
    expect(await count('organisation')).toBe(2);
    expect(await count('member', 'demo')).toBe(41);
    expect(await count('member', 'NOT demo')).toBe(0);
    const { rows } = await database.pool.query(
      'SELECT role, count(*)::int AS people FROM member GROUP BY role',
    );
    expect(rows.map((row) => row.role).sort()).toEqual([
      'admin',
      'auditor',
      'member',
      'moderator',
      'superadmin',
    ]);
    expect(await count('message')).toBeGreaterThan(2_500);
    for (const kind of ['edited', 'deleted', 'reaction', 'joined', 'left', 'updated']) {
      expect(await count('channel_event', `kind = '${kind}'`), kind).toBeGreaterThan(0);
    }
    expect(await count('moderation_rule')).toBe(8);
  });

  test('OPS-22: each named sign-in has its role', async () => {
    for (const [role, { email, name }] of Object.entries(demoSignIns)) {
      expect(
        await count(
          'member',
          `email = '${email}' AND role = '${role}' AND display_name = '${name}'`,
        ),
      ).toBe(1);
    }
    expect(await count('member', `email = '${demoNeighbour.email}'`)).toBe(1);
  });

  test('CHAT-30: some people have written to each other alone, two in each conversation', async () => {
    expect(await count('channel', `type = 'direct'`)).toBe(3);
    const twoOfThem = `type = 'direct' AND member_count = 2 AND direct_key = (
      SELECT string_agg(member_id::text, ':' ORDER BY member_id) FROM channel_member
       WHERE channel_id = channel.id)`;
    expect(await count('channel', twoOfThem)).toBe(3);
  });

  test('CHAT-20: messages and events share one numbering without gaps, in order of time', async () => {
    const { rows } = await database.pool.query(`
      WITH log AS (
        SELECT channel_id, seq, created_at FROM message
        UNION ALL SELECT channel_id, seq, created_at FROM channel_event)
      SELECT channel.name, channel.last_seq AS last, count(*)::int AS entries,
             count(DISTINCT seq)::int AS numbers, min(seq) AS first, max(seq) AS greatest,
             array_agg(seq ORDER BY log.created_at, seq) = array_agg(seq ORDER BY seq) AS ordered
        FROM channel JOIN log ON log.channel_id = channel.id GROUP BY channel.id`);
    expect(rows).toHaveLength(18 + 3);
    for (const row of rows) {
      const { last } = row;
      expect(row).toMatchObject({
        entries: last,
        numbers: last,
        first: 1,
        greatest: last,
        ordered: true,
      });
    }
  });

  test('OPS-22: counts, reactions, mentions and read positions agree with the rows they are about', async () => {
    expect(
      await count(
        'channel',
        'member_count <> (SELECT count(*) FROM channel_member WHERE channel_id = id)',
      ),
    ).toBe(0);
    expect(
      await count(
        'channel',
        'last_message_at <> (SELECT max(created_at) FROM message WHERE channel_id = channel.id)',
      ),
    ).toBe(0);
    expect(await count('message_reaction')).toBe(await count('channel_event', `kind = 'reaction'`));
    expect(
      await count(
        'channel_event e JOIN message m ON m.id = e.message_id',
        'e.seq <= m.seq OR e.channel_id <> m.channel_id',
      ),
    ).toBe(0);
    expect(await count('message', `deleted_at IS NOT NULL AND content <> ''`)).toBe(0);
    expect(await count('message', `deleted_at IS NULL AND content = ''`)).toBe(0);
    expect(
      await count(
        'channel_member m JOIN channel c ON c.id = m.channel_id',
        'm.last_read_seq > c.last_seq',
      ),
    ).toBe(0);
    expect(
      await count(
        'message m',
        `cardinality(mentions) > 0 AND NOT EXISTS (
        SELECT 1 FROM member WHERE id = m.mentions[1] AND m.content LIKE '%@' || username || '%')`,
      ),
    ).toBe(0);
  });

  test('OPS-22: nobody writes before they joined, from outside, where they only read, or in the future', async () => {
    expect(
      await count(
        `message m JOIN channel_member c ON c.channel_id = m.channel_id AND c.member_id = m.author_id`,
        `m.created_at < c.joined_at OR c.role = 'reader'`,
      ),
    ).toBe(0);
    expect(
      await count(
        'message m JOIN channel c ON c.id = m.channel_id JOIN member p ON p.id = m.author_id',
        'p.organisation_id <> c.organisation_id',
      ),
    ).toBe(0);
    const moment = `'${now.toISOString()}'`;
    expect(
      await count(
        'message',
        `created_at >= ${moment} OR created_at < ${moment}::timestamptz - interval '62 days'`,
      ),
    ).toBe(0);
    expect(await count('channel_event', `created_at >= ${moment}`)).toBe(0);
  });

  test('OPS-22: every gap in the stock was filled', async () => {
    expect(
      await count('message', `content ~ '[{}]|undefined|\\[[^\\]]*\\|' OR content LIKE '% // %'`),
    ).toBe(0);
    expect(await count('message', `content ~ '@[a-z]\\M'`)).toBe(0);
  });

  test('OPS-22: seeding again changes nothing, also when two servers start together', async () => {
    const before = await one<string>(
      database.pool,
      'SELECT md5(string_agg(id::text, chr(44) ORDER BY id)) FROM message',
    );
    const results = await Promise.all([seedDemo(database), seedDemo(database)]);
    expect(results).toEqual([{ seeded: false }, { seeded: false }]);
    expect(
      await one(
        database.pool,
        'SELECT md5(string_agg(id::text, chr(44) ORDER BY id)) FROM message',
      ),
    ).toBe(before);
  });
});

describe('purge', () => {
  beforeEach(async () => {
    await open();
    const results = await Promise.all([seedDemo(database, { now }), seedDemo(database, { now })]);
    expect(results.filter(({ seeded }) => seeded)).toHaveLength(1);
    return close;
  });

  test('OPS-22: purging removes every demo row', async () => {
    await database.prisma.talkHour.create({
      data: { organisationId: randomUUID(), channelId: randomUUID(), hour: now, messages: 1 },
    });
    await database.prisma.talkCounted.create({ data: { until: now } });
    const { people, organisations, messages } = await purgeDemo(database);
    expect({ people, organisations }).toEqual({ people: 41, organisations: 2 });
    expect(messages).toBeGreaterThan(2_500);
    const { rows } = await database.pool.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> '_prisma_migrations'`,
    );
    for (const { name } of rows) expect(await count(name), name).toBe(0);
    expect(await purgeDemo(database)).toEqual({ people: 0, organisations: 0, messages: 0 });
  });

  test('OPS-22: purging removes demo cases, evidence and all, and keeps those of real people', async () => {
    const { prisma } = database;
    const { organisationId } = await prisma.channel.findFirstOrThrow({
      where: { name: 'general', organisation: { slug: 'faro-norte' } },
    });
    const demo = await prisma.member.findFirstOrThrow({ where: { organisationId } });
    const [one, other] = await Promise.all(
      ['one', 'other'].map((name) =>
        prisma.member.create({
          data: {
            organisationId,
            email: `${name}@people.example`,
            username: name,
            displayName: name,
          },
        }),
      ),
    );
    if (!one || !other) throw new Error('nobody');
    const aCase = async (concerns: string, flaggers: string[], decider: string) => {
      const subject = { subjectType: 'member', subjectId: concerns, concernsId: concerns } as const;
      const facts = { policy: 'spam', severity: 1, dueAt: now } as const;
      const { id: caseId } = await prisma.moderationCase.create({
        data: {
          organisationId,
          ...subject,
          ...facts,
          state: 'decided',
          flagCount: flaggers.length,
        },
      });
      await prisma.moderationFlag.createMany({
        data: flaggers.map((flaggerId) => ({
          organisationId,
          caseId,
          flaggerId,
          policy: 'spam',
          severity: 1,
        })),
      });
      await prisma.moderationEvidence.create({
        data: { caseId, hash: Buffer.alloc(32), content: {} },
      });
      await prisma.moderationDecision.create({
        data: {
          organisationId,
          caseId,
          deciderId: decider,
          actions: [],
          policy: 'spam',
          sanctions: {
            create: { organisationId, kind: 'warn', memberId: concerns, policy: 'spam' },
          },
        },
      });
      return caseId;
    };
    await aCase(demo.id, [one.id], other.id);
    await aCase(one.id, [demo.id], other.id);
    await aCase(one.id, [other.id], demo.id);
    const kept = await aCase(one.id, [demo.id, other.id], other.id);
    await prisma.notification.create({
      data: { organisationId, memberId: demo.id, kind: 'flagReceived', key: 'k' },
    });
    await purgeDemo(database);
    expect(await prisma.moderationCase.findMany({ include: { flags: true } })).toMatchObject([
      { id: kept, flagCount: 1, flags: [{ flaggerId: other.id }] },
    ]);
    expect(await count('moderation_evidence')).toBe(1);
    expect(await count('moderation_decision')).toBe(1);
    expect(await count('sanction')).toBe(1);
    expect(await count('notification')).toBe(0);
    await expect(prisma.moderationEvidence.deleteMany()).rejects.toThrow(/append-only/);
    await expect(prisma.moderationDecision.deleteMany()).rejects.toThrow(/append-only/);
  });

  test('OPS-22: what real people replied to demo people stays, in the channel', async () => {
    const { prisma } = database;
    const demo = await prisma.message.findFirstOrThrow({ where: { deletedAt: null } });
    const { channelId } = demo;
    const { organisationId, lastSeq } = await prisma.channel.findUniqueOrThrow({
      where: { id: channelId },
    });
    const real = await prisma.member.create({
      data: { organisationId, email: 'r@people.example', username: 'r', displayName: 'R' },
    });
    const say = (seq: number, authorId: string, threadId: string | null) =>
      prisma.message.create({
        data: {
          channelId,
          seq: lastSeq + seq,
          authorId,
          clientId: `c${seq}`,
          content: `${seq}`,
          threadId,
          inChannel: threadId === null,
        },
      });
    const orphan = await say(1, real.id, demo.id);
    const root = await say(2, real.id, null);
    await say(3, demo.authorId, root.id);
    const reply = await say(4, real.id, root.id);
    const repliers = [demo.authorId, real.id];
    for (const messageId of [demo.id, root.id]) {
      await prisma.thread.create({ data: { messageId, channelId, replyCount: 2, repliers } });
    }
    await purgeDemo(database);
    expect(
      await prisma.message.findMany({
        orderBy: { seq: 'asc' },
        select: { id: true, threadId: true, inChannel: true },
      }),
    ).toEqual([
      { id: orphan.id, threadId: null, inChannel: true },
      { id: root.id, threadId: null, inChannel: true },
      { id: reply.id, threadId: root.id, inChannel: false },
    ]);
    expect(await prisma.thread.findMany()).toMatchObject([
      { messageId: root.id, replyCount: 1, lastReplySeq: reply.seq, repliers: [real.id] },
    ]);
  });

  test('OPS-22: purging keeps a real person, their messages and a channel that somebody owns', async () => {
    const { prisma } = database;
    const channel = await prisma.channel.findFirstOrThrow({
      where: { name: 'general', organisation: { slug: 'faro-norte' } },
    });
    const real = await prisma.member.create({
      data: {
        organisationId: channel.organisationId,
        email: 'real@people.example',
        username: 'real',
        displayName: 'A Real Person',
      },
    });
    await prisma.channelMember.create({ data: { channelId: channel.id, memberId: real.id } });
    await prisma.message.create({
      data: {
        channelId: channel.id,
        seq: channel.lastSeq + 1,
        authorId: real.id,
        clientId: 'mine',
        content: 'still here',
      },
    });
    const { organisations } = await purgeDemo(database);
    expect(organisations).toBe(1);
    expect(await count('member')).toBe(1);
    expect(await count('message')).toBe(1);
    expect(await count('channel_event')).toBe(0);
    const kept = await prisma.channel.findMany({ include: { members: true } });
    expect(kept).toMatchObject([
      {
        name: 'general',
        memberCount: 1,
        createdById: null,
        members: [{ memberId: real.id, role: 'owner' }],
      },
    ]);
  });
});
