import type { Prisma } from '@atalaya/db';
import type { z } from 'zod';
import { id as uuid } from '../common.ts';
import type { MemberContext, StaffContext, Transaction } from '../context.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { DomainError } from '../errors.ts';
import { assertUsable } from './filter/rule-check.ts';
import {
  type Rule,
  type RuleInput,
  ruleDefinition,
  type ruleIdInput,
  type ruleListInput,
  type rulePage,
  type ruleUpdateInput,
} from './filter/schemas.ts';

/** So many rules are looked at for every message in far less than its two milliseconds. */
const mostRules = 10_000;
/** Patterns cost more than words: more of them would slow every message down. */
const mostPatterns = 100;

const select = {
  id: true,
  name: true,
  kind: true,
  config: true,
  outcome: true,
  policy: true,
  severity: true,
  channelIds: true,
  enabled: true,
  ownerId: true,
  createdAt: true,
  updatedAt: true,
  version: true,
} as const;
type Row = Prisma.ModerationRuleGetPayload<{ select: typeof select }>;

/** The organisation's rules by name. What no longer fits its kind is passed over and told in the log. */
export async function listRules(
  ctx: MemberContext,
  { cursor, limit, search, kind, enabled }: z.output<typeof ruleListInput>,
): Promise<z.output<typeof rulePage>> {
  const { organisationId } = ctx.actor;
  const after = readCursor(cursor, ['string', 'string']);
  if (after && !uuid.safeParse(after[1]).success) throw wrongCursor();
  const rows = await ctx.db.moderationRule.findMany({
    where: {
      organisationId,
      ...(kind === undefined ? {} : { kind }),
      ...(enabled === undefined ? {} : { enabled }),
      ...(search ? { name: { contains: search, mode: 'insensitive' as const } } : {}),
      ...(after
        ? { OR: [{ name: { gt: after[0] } }, { name: after[0], id: { gt: after[1] } }] }
        : {}),
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: limit + 1,
    select,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: await presented(ctx, page),
    nextCursor: rows.length > limit && last ? writeCursor([last.name, last.id]) : null,
  };
}

/** One rule. Throws `notFound.rule`. */
export async function getRule(
  ctx: MemberContext,
  { ruleId }: z.output<typeof ruleIdInput>,
): Promise<Rule> {
  const { organisationId } = ctx.actor;
  const row = await ctx.db.moderationRule.findFirst({
    where: { id: ruleId, organisationId },
    select,
  });
  const [rule] = row ? await presented(ctx, [row]) : [];
  if (!rule) throw noSuchRule();
  return rule;
}

const noSuchRule = () => new DomainError('notFound', { field: 'ruleId', reason: 'rule' });

const wrongCursor = () => new DomainError('invalidInput', { field: 'cursor', reason: 'cursor' });

/**
 * Makes a rule; it is in force at once. Throws `taken.ruleName`, `conflict.ruleLimit`, and
 * `invalidInput` for what the filter cannot use.
 */
export async function createRule(ctx: StaffContext, input: RuleInput): Promise<Rule> {
  const { organisationId, memberId } = ctx.actor;
  const row = await ctx.db.$transaction(async (tx) => {
    await assertRoom(tx, organisationId, input);
    const created = await nameFree(() =>
      tx.moderationRule.create({
        data: { ...stored(input), organisationId, ownerId: memberId },
        select,
      }),
    );
    await ctx.audit.write(tx, { subjectType: 'rule', subjectId: created.id, after: input });
    return created;
  });
  return inForce(ctx, row);
}

/** Replaces a rule. Throws `notFound.rule`, `conflict.changed`, and what `createRule` throws. */
export async function updateRule(
  ctx: StaffContext,
  { ruleId, version, ...input }: z.output<typeof ruleUpdateInput>,
): Promise<Rule> {
  const { organisationId } = ctx.actor;
  const row = await ctx.db.$transaction(async (tx) => {
    const before = await holdRule(tx, organisationId, ruleId);
    if (before.version !== version) {
      throw new DomainError('conflict', {
        field: 'version',
        reason: 'changed',
        params: { yours: version, current: before.version },
      });
    }
    await assertRoom(tx, organisationId, input, ruleId);
    const updated = await nameFree(() =>
      tx.moderationRule.update({
        where: { id: ruleId },
        data: { ...stored(input), version: { increment: 1 } },
        select,
      }),
    );
    await ctx.audit.write(tx, {
      subjectType: 'rule',
      subjectId: ruleId,
      before: contentOf(before),
      after: input,
    });
    return updated;
  });
  return inForce(ctx, row);
}

export async function deleteRule(
  ctx: StaffContext,
  { ruleId }: { ruleId: string },
): Promise<{ done: true }> {
  const { organisationId } = ctx.actor;
  await ctx.db.$transaction(async (tx) => {
    const before = await holdRule(tx, organisationId, ruleId);
    await tx.moderationRule.delete({ where: { id: ruleId } });
    const entry = { subjectType: 'rule', subjectId: ruleId, before: contentOf(before) };
    await ctx.audit.write(tx, entry);
  });
  await ctx.rules.changed(organisationId);
  return { done: true };
}

async function holdRule(tx: Transaction, organisationId: string, ruleId: string): Promise<Row> {
  await tx.$queryRaw`SELECT 1 FROM moderation_rule WHERE id = ${ruleId}::uuid FOR UPDATE`;
  const row = await tx.moderationRule.findFirst({ where: { id: ruleId, organisationId }, select });
  if (!row) throw noSuchRule();
  return row;
}

/** Rules of one organisation are made one after the other: their number is bounded. */
async function assertRoom(
  tx: Transaction,
  organisationId: string,
  input: RuleInput,
  ruleId?: string,
): Promise<void> {
  assertUsable(input);
  await tx.$queryRaw`SELECT 1 FROM organisation WHERE id = ${organisationId}::uuid FOR NO KEY UPDATE`;
  await assertChannels(tx, organisationId, input.channelIds);
  const others = { organisationId, ...(ruleId ? { id: { not: ruleId } } : {}) };
  if ((await tx.moderationRule.count({ where: others })) >= mostRules) {
    throw new DomainError('conflict', { reason: 'ruleLimit', params: { maximum: mostRules } });
  }
  if (input.kind !== 'pattern' || !input.enabled) return;
  const patterns = await tx.moderationRule.count({
    where: { ...others, kind: 'pattern', enabled: true },
  });
  if (patterns >= mostPatterns) {
    const params = { maximum: mostPatterns };
    throw new DomainError('conflict', { field: 'kind', reason: 'patternLimit', params });
  }
}

/** Throws `notFound.channel` unless all of them are channels of the organisation. */
export async function assertChannels(
  tx: Transaction,
  organisationId: string,
  channelIds: readonly string[],
): Promise<void> {
  const count = await tx.channel.count({
    where: { organisationId, id: { in: [...channelIds] }, deletedAt: null },
  });
  if (count !== new Set(channelIds).size) {
    throw new DomainError('notFound', { field: 'channelIds', reason: 'channel' });
  }
}

async function nameFree<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'P2002') throw error;
    throw new DomainError('taken', { field: 'name', reason: 'ruleName', cause: error });
  }
}

const stored = (input: RuleInput) => ({
  name: input.name,
  kind: input.kind,
  config: input.config as Prisma.InputJsonObject,
  outcome: input.outcome,
  policy: input.policy,
  severity: input.severity,
  channelIds: [...new Set(input.channelIds)],
  enabled: input.enabled,
});

/** What the audit log keeps of a rule. */
const contentOf = ({ id: _id, ownerId, createdAt, updatedAt, version, ...content }: Row) => content;

async function inForce(ctx: StaffContext, row: Row): Promise<Rule> {
  await ctx.rules.changed(ctx.actor.organisationId);
  const [rule] = await presented(ctx, [row]);
  if (!rule) throw new Error('a rule just written does not fit its kind');
  return rule;
}

async function presented(ctx: MemberContext, rows: readonly Row[]): Promise<Rule[]> {
  const owners = await ctx.directory.many(ctx.actor.organisationId, [
    ...new Set(rows.flatMap(({ ownerId }) => ownerId ?? [])),
  ]);
  return rows.flatMap(({ kind, config, ownerId, ...rest }) => {
    const definition = ruleDefinition.safeParse({ kind, config });
    if (!definition.success) {
      ctx.log.warn({ ruleId: rest.id }, 'a rule no longer fits its kind; it is passed over');
      return [];
    }
    const owner = ownerId ? owners.get(ownerId) : undefined;
    return [
      {
        ...rest,
        ...definition.data,
        owner:
          owner && ownerId
            ? { id: ownerId, displayName: owner.displayName, username: owner.username }
            : null,
      },
    ];
  });
}
