import type { Prisma } from '@atalaya/db';
import type { z } from 'zod';
import { id } from '../common.ts';
import type { StaffContext } from '../context.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { DomainError } from '../errors.ts';
import { visibleCase } from './cases.ts';
import type { KeptAction } from './effects.ts';
import {
  type caseEvidenceInput,
  type casePartsInput,
  type decisionPage,
  evidenceContent,
  type evidencePage,
  type flagPage,
  type person,
} from './schemas.ts';

type Reader = Pick<StaffContext, 'db' | 'actor'>;
type Part = z.output<typeof casePartsInput>;
type Named = z.output<typeof person>;

export const personSelect = { id: true, displayName: true, username: true } as const;
const inOrder = [{ createdAt: 'asc' as const }, { id: 'asc' as const }];
const newestFirst = [{ createdAt: 'desc' as const }, { id: 'desc' as const }];

/** A part of a case for a procedure of its own. Throws `notFound.case`. */
export async function partOf<Page>(
  ctx: Reader,
  input: { caseId: string },
  read: (ctx: Reader) => Promise<Page>,
): Promise<Page> {
  await visibleCase(ctx.db, ctx.actor, input.caseId);
  return read(ctx);
}

/** Flags and detections, the first one first. */
export async function readFlags(
  ctx: Reader,
  { caseId, cursor, limit }: Part,
): Promise<z.output<typeof flagPage>> {
  const rows = await ctx.db.moderationFlag.findMany({
    where: { caseId, ...beyond(cursor, 'gt') },
    orderBy: inOrder,
    take: limit + 1,
  });
  const { page, nextCursor } = cut(rows, limit);
  const [names, rules] = await Promise.all([
    namesOf(
      ctx,
      page.flatMap(({ flaggerId }) => flaggerId ?? []),
    ),
    ctx.db.moderationRule.findMany({
      where: { id: { in: page.flatMap(({ ruleId }) => ruleId ?? []) } },
      select: { id: true, name: true },
    }),
  ]);
  return {
    items: page.map(({ flaggerId, ruleId, ...flag }) => ({
      ...flag,
      flagger: flaggerId ? names.of(flaggerId) : null,
      rule: rules.find(({ id }) => id === ruleId) ?? null,
    })),
    nextCursor,
  };
}

const evidenceSelect = { id: true, createdAt: true, content: true, contextId: true } as const;

/** What the subject was, the newest first. What their `contextId` names is read with `contextsOf`. */
export async function readEvidence(
  { db }: Reader,
  { caseId, cursor, limit }: z.output<typeof caseEvidenceInput>,
): Promise<z.output<typeof evidencePage>> {
  const rows = await db.moderationEvidence.findMany({
    where: { caseId, ...beyond(cursor, 'lt') },
    orderBy: newestFirst,
    take: limit + 1,
    select: evidenceSelect,
  });
  const { page, nextCursor } = cut(rows, limit);
  return { items: page.map(parsed), nextCursor };
}

type Evidence = z.output<typeof evidencePage>['items'][number];

/** The evidence that these point to for their surroundings and that is not among them. */
export async function contextsOf(
  { db }: Reader,
  evidence: readonly Evidence[],
): Promise<Evidence[]> {
  const here = new Set(evidence.map(({ id }) => id));
  const missing = evidence.flatMap(({ contextId }) =>
    contextId && !here.has(contextId) ? contextId : [],
  );
  if (missing.length === 0) return [];
  const rows = await db.moderationEvidence.findMany({
    where: { id: { in: [...new Set(missing)] } },
    orderBy: inOrder,
    select: evidenceSelect,
  });
  return rows.map(parsed);
}

const parsed = ({
  content,
  ...row
}: Prisma.ModerationEvidenceGetPayload<{
  select: typeof evidenceSelect;
}>): Evidence => ({ ...row, content: evidenceContent.parse(content) });

/** The decisions of a case and of those merged into it. */
export const decisionsOf = (caseId: string): Prisma.ModerationDecisionWhereInput => ({
  case: { OR: [{ id: caseId }, { mergedIntoId: caseId }] },
});

/** Decisions and notes, the newest first. */
export async function readDecisions(
  ctx: Reader,
  { caseId, cursor, limit }: Part,
): Promise<z.output<typeof decisionPage>> {
  const rows = await ctx.db.moderationDecision.findMany({
    where: { ...decisionsOf(caseId), ...beyond(cursor, 'lt') },
    orderBy: newestFirst,
    take: limit + 1,
  });
  const { page, nextCursor } = cut(rows, limit);
  const [names, reverts] = await Promise.all([
    namesOf(
      ctx,
      page.map(({ deciderId }) => deciderId),
    ),
    ctx.db.moderationDecision.findMany({
      where: { revertsId: { in: page.map(({ id }) => id) } },
      select: { revertsId: true },
    }),
  ]);
  return {
    items: page.map(({ deciderId, actions, ...decision }) => ({
      ...decision,
      by: names.of(deciderId),
      actions: (actions as unknown as KeptAction[]).map(({ before: _, ...action }) => action),
      reverted: reverts.some(({ revertsId }) => revertsId === decision.id),
    })),
    nextCursor,
  };
}

async function namesOf({ db }: Reader, ids: string[]) {
  const people = await db.member.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: personSelect,
  });
  const known = new Map(people.map((one) => [one.id, one]));
  return { of: (id: string): Named => known.get(id) ?? { id, displayName: '', username: '' } };
}

interface Placed {
  id: string;
  createdAt: Date;
}

function cut<Row extends Placed>(rows: Row[], limit: number) {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const nextCursor =
    rows.length > limit && last ? writeCursor([last.createdAt.toISOString(), last.id]) : null;
  return { page, nextCursor };
}

/** A cursor by time and id; null for none. Throws `invalidInput.cursor`. */
export function placeOf(cursor: string | null | undefined): { at: Date; lastId: string } | null {
  const place = readCursor(cursor, ['string', 'string']);
  if (!place) return null;
  const [text, lastId] = place;
  const at = new Date(text);
  if (Number.isNaN(at.getTime()) || !id.safeParse(lastId).success) {
    throw new DomainError('invalidInput', { field: 'cursor', reason: 'cursor' });
  }
  return { at, lastId };
}

/** What comes after the last row of the page before. Throws `invalidInput.cursor`. */
function beyond(cursor: string | null | undefined, way: 'gt' | 'lt') {
  const place = placeOf(cursor);
  if (!place) return {};
  const { at: createdAt, lastId } = place;
  return { OR: [{ createdAt: { [way]: createdAt } }, { createdAt, id: { [way]: lastId } }] };
}
