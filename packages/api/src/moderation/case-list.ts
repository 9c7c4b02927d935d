import type { z } from 'zod';
import { caseIsAboutSql } from '../concern.ts';
import type { StaffContext } from '../context.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { DomainError } from '../errors.ts';
import { caseWaitsSql } from '../waiting.ts';
import { placeOf } from './case-parts.ts';
import { isSenior } from './policy.ts';
import { type CaseRowRead, selectRows, toRow } from './rows.ts';
import type { caseListInput, casePage } from './schemas.ts';

type Input = z.output<typeof caseListInput>;
type Page = z.output<typeof casePage>;
type Reader = Pick<StaffContext, 'actor' | 'pool' | 'clock'>;
type Place = { at: Date; lastId: string } | null;

/** The queue is read in two parts, each in the order of when it is due. */
type Part = 'escalated' | 'rest';

/** The queue in the order in which it should be decided, or what was decided, the last first. */
export const listCases = (ctx: Reader, input: Input): Promise<Page> =>
  input.state === 'open' ? listOpen(ctx, input) : listDecided(ctx, input);

async function listDecided(ctx: Reader, input: Input): Promise<Page> {
  const after = placeOf(input.cursor);
  const rows = await read(ctx, input, {
    name: `moderation-cases-decided${after ? '-after' : ''}`,
    text: decidedCases(after !== null),
    limit: input.limit + 1,
    after,
  });
  const now = ctx.clock.now();
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => toRow(row, now)),
    nextCursor:
      rows.length > input.limit && last?.decidedAt
        ? writeCursor([last.decidedAt.toISOString(), last.id])
        : null,
  };
}

/** What was escalated comes first for who decides it; for the others, who cannot, it comes last. */
async function listOpen(ctx: Reader, input: Input): Promise<Page> {
  const { overdue, escalated, snoozed = false, limit } = input;
  const inOrder: Part[] = isSenior(ctx.actor.role) ? ['escalated', 'rest'] : ['rest', 'escalated'];
  const parts = inOrder.filter(
    (part) => escalated === undefined || escalated === (part === 'escalated'),
  );
  const from = partOf(input.cursor, parts);
  const found: { row: CaseRowRead; part: Part }[] = [];
  for (const part of parts.slice(parts.indexOf(from.part))) {
    if (found.length > limit) break;
    const after = part === from.part ? from.place : null;
    const rows = await read(ctx, input, {
      name: `moderation-cases-${part}-${overdue}-${snoozed}${after ? '-after' : ''}`,
      text: openCases({ part, after: after !== null, overdue, snoozed }),
      limit: limit + 1 - found.length,
      after,
    });
    found.push(...rows.map((row) => ({ row, part })));
  }
  const now = ctx.clock.now();
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ row }) => toRow(row, now)),
    nextCursor:
      found.length > limit && last
        ? writeCursor([last.part, last.row.dueAt.toISOString(), last.row.id])
        : null,
  };
}

/** Where the page before ended. Throws `invalidInput.cursor`. */
function partOf(
  cursor: string | null | undefined,
  parts: readonly Part[],
): { part: Part; place: Place } {
  const [first] = parts;
  if (!first) throw new Error('a queue without parts');
  const values = readCursor(cursor, ['string', 'string', 'string']);
  if (!values) return { part: first, place: null };
  const [name, ...place] = values;
  const part = parts.find((one) => one === name);
  if (!part) throw new DomainError('invalidInput', { field: 'cursor', reason: 'cursor' });
  return { part, place: placeOf(writeCursor(place)) };
}

interface Statement {
  name: string;
  text: string;
  limit: number;
  after: Place;
}

async function read(
  { actor: { organisationId, memberId }, pool, clock }: Reader,
  input: Input,
  { name, text, limit, after }: Statement,
): Promise<CaseRowRead[]> {
  const { rows } = await pool.query<CaseRowRead>({
    name,
    text,
    values: [
      organisationId,
      memberId,
      clock.now(),
      input.severity ?? null,
      input.policy ?? null,
      input.subjectType ?? null,
      input.mine ?? null,
      input.held ?? null,
      limit,
      input.assigned ?? null,
      ...(after ? [after.at, after.lastId] : []),
    ],
  });
  return rows;
}

/** A case about oneself is not shown. */
const conditions = (mine: string) => `
      c.organisation_id = $1 AND NOT ${caseIsAboutSql('$2::uuid')}
  AND ($4::int IS NULL OR c.severity = $4)
  AND ($5::text IS NULL OR c.policy = $5::"Policy")
  AND ($6::text IS NULL OR c.subject_type = $6::"SubjectType")
  AND ($7::boolean IS NULL OR $7 = (${mine}))
  AND ($8::boolean IS NULL OR $8 = coalesce(c.claimed_until > $3, false))
  AND ($10::boolean IS NULL OR $10 = coalesce(c.assignee_id = $2::uuid, false))`;

interface OpenCases {
  part: Part;
  after: boolean;
  overdue: boolean | undefined;
  snoozed: boolean;
}

const openCases = ({ part, after, overdue, snoozed }: OpenCases) => `${selectRows}
  WHERE ${snoozed ? `c.state = 'open' AND c.snoozed_until > $3` : caseWaitsSql('$3', 'c')}
    AND c.escalated_at IS ${part === 'escalated' ? 'NOT NULL' : 'NULL'}
    ${overdue === undefined ? '' : `AND c.due_at ${overdue ? '<' : '>='} $3`}
    AND ${conditions('coalesce(c.claimed_by_id = $2::uuid AND c.claimed_until > $3, false)')}
    ${after ? 'AND (c.due_at, c.id) > ($11::timestamptz, $12::uuid)' : ''}
  ORDER BY c.due_at, c.id LIMIT $9`;

const decidedCases = (after: boolean) => `${selectRows}
  WHERE c.state = 'decided'
    AND ${conditions('coalesce(c.decided_by_id = $2::uuid, false)')}
    ${after ? 'AND (c.decided_at, c.id) < ($11::timestamptz, $12::uuid)' : ''}
  ORDER BY c.decided_at DESC, c.id DESC LIMIT $9`;
