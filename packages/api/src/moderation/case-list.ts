import type { z } from 'zod';
import type { StaffContext } from '../context.ts';
import { writeCursor } from '../cursor.ts';
import { placeOf } from './case-parts.ts';
import { isAboutSql } from './concerned.ts';
import { type CaseRowRead, selectRows, toRow } from './rows.ts';
import type { caseListInput, casePage } from './schemas.ts';

type Input = z.output<typeof caseListInput>;

/** The queue in the order in which it should be decided, or what was decided, the last first. */
export async function listCases(
  ctx: Pick<StaffContext, 'actor' | 'pool' | 'clock'>,
  input: Input,
): Promise<z.output<typeof casePage>> {
  const { organisationId, memberId } = ctx.actor;
  const open = input.state === 'open';
  const { overdue } = input;
  const now = ctx.clock.now();
  const after = placeOf(input.cursor);
  const { rows } = await ctx.pool.query<CaseRowRead>({
    name: `moderation-cases-${input.state}-${open && overdue}${after ? '-after' : ''}`,
    text: open ? openCases(after !== null, overdue) : decidedCases(after !== null),
    values: [
      organisationId,
      memberId,
      now,
      input.severity ?? null,
      input.policy ?? null,
      input.subjectType ?? null,
      input.mine ?? null,
      input.held ?? null,
      input.limit + 1,
      ...(after ? [after.at, after.lastId] : []),
    ],
  });
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  const lastAt = open ? last?.dueAt : last?.decidedAt;
  return {
    items: page.map((row) => toRow(row, now)),
    nextCursor:
      rows.length > input.limit && last && lastAt
        ? writeCursor([lastAt.toISOString(), last.id])
        : null,
  };
}

/** A case about oneself is not shown. */
const conditions = (mine: string) => `
      c.organisation_id = $1 AND NOT ${isAboutSql('$2::uuid')}
  AND ($4::int IS NULL OR c.severity = $4)
  AND ($5::text IS NULL OR c.policy = $5::"Policy")
  AND ($6::text IS NULL OR c.subject_type = $6::"SubjectType")
  AND ($7::boolean IS NULL OR $7 = (${mine}))
  AND ($8::boolean IS NULL OR $8 = coalesce(c.claimed_until > $3, false))`;

const openCases = (after: boolean, overdue: boolean | undefined) => `${selectRows}
  WHERE c.state = 'open'
    ${overdue === undefined ? '' : `AND c.due_at ${overdue ? '<' : '>='} $3`}
    AND ${conditions('coalesce(c.claimed_by_id = $2::uuid AND c.claimed_until > $3, false)')}
    ${after ? 'AND (c.due_at, c.id) > ($10::timestamptz, $11::uuid)' : ''}
  ORDER BY c.due_at, c.id LIMIT $9`;

const decidedCases = (after: boolean) => `${selectRows}
  WHERE c.state = 'decided'
    AND ${conditions('coalesce(c.decided_by_id = $2::uuid, false)')}
    ${after ? 'AND (c.decided_at, c.id) < ($10::timestamptz, $11::uuid)' : ''}
  ORDER BY c.decided_at DESC, c.id DESC LIMIT $9`;
