import { z } from 'zod';
import { id } from '../common.ts';
import { caseIsAboutSql } from '../concern.ts';
import type { StaffContext } from '../context.ts';
import { role } from '../identity/schemas.ts';
import { visibleCase } from './cases.ts';
import { caseState, decision, person, policy, severity, subjectType } from './schemas.ts';

/** Why a case resembles another: what weighs most comes first. */
export const likenessReason = z.enum(['subject', 'text', 'author', 'rule', 'policy']);
const similarCase = z.object({
  id,
  subjectType,
  state: caseState,
  policy,
  severity,
  excerpt: z.string(),
  concerns: person.pick({ displayName: true }).nullable(),
  openedAt: z.date(),
  decidedAt: z.date().nullable(),
  /** Never empty. */
  why: z.array(likenessReason),
  /** What is in force; null: it is open, or its decision was taken back. */
  decision: z
    .object({
      actions: decision.shape.actions,
      policy,
      /** Who decided, by their role: what counts is what was decided. */
      byRole: role.nullable(),
      createdAt: z.date(),
    })
    .nullable(),
});
export const similarCases = z.object({ items: z.array(similarCase) });

const most = 10;
/** Of each reason no more are looked at: the work stays the same however many cases there are. */
const looked = 50;

type Similar = z.output<typeof similarCase>;
type Decided = NonNullable<Similar['decision']>;
type Row = Omit<Similar, 'concerns' | 'decision'> & {
  displayName: string | null;
  decision: (Omit<Decided, 'createdAt'> & { createdAt: string }) | null;
};

/**
 * Cases that resemble this one, decided ones first: the same subject, text, author, rule or policy.
 * Never one about the caller. Throws `notFound.case`.
 */
export async function findSimilar(
  ctx: Pick<StaffContext, 'db' | 'pool' | 'actor'>,
  caseId: string,
): Promise<z.output<typeof similarCases>> {
  const { organisationId, memberId } = ctx.actor;
  const one = await visibleCase(ctx.db, ctx.actor, caseId);
  const { rows } = await ctx.pool.query<Row>({
    name: 'moderation-similar',
    text: similarSql,
    values: [
      organisationId,
      memberId,
      caseId,
      one.subjectType,
      one.subjectId,
      one.concernsId,
      one.textMark,
      one.policy,
    ],
  });
  return {
    items: rows.map(({ displayName, decision, ...row }) => ({
      ...row,
      decision: decision && { ...decision, createdAt: new Date(decision.createdAt) },
      concerns: displayName === null ? null : { displayName },
    })),
  };
}

const byRule = `EXISTS (
  SELECT FROM moderation_flag f JOIN rules r ON r.rule_id = f.rule_id WHERE f.case_id = c.id)`;

/** A wave of one text is decided from its beginning: of that the oldest are looked at, too. */
const similarSql = `
  WITH rules AS MATERIALIZED (
         SELECT DISTINCT rule_id FROM moderation_flag WHERE case_id = $3 AND rule_id IS NOT NULL),
       found AS (
         (SELECT id FROM moderation_case
           WHERE subject_type = $4::"SubjectType" AND subject_id = $5::uuid
           ORDER BY id DESC LIMIT ${looked})
         UNION
         (SELECT id FROM moderation_case WHERE organisation_id = $1 AND text_mark = $7::bytea
           ORDER BY id DESC LIMIT ${looked})
         UNION
         (SELECT id FROM moderation_case WHERE organisation_id = $1 AND text_mark = $7::bytea
           ORDER BY id LIMIT ${looked})
         UNION
         (SELECT id FROM moderation_case WHERE organisation_id = $1 AND concerns_id = $6::uuid
           ORDER BY opened_at DESC LIMIT ${looked})
         UNION
         (SELECT f.case_id FROM rules r CROSS JOIN LATERAL (
            SELECT case_id FROM moderation_flag WHERE rule_id = r.rule_id
             ORDER BY case_id DESC LIMIT ${looked}) f)
         UNION
         (SELECT id FROM moderation_case
           WHERE organisation_id = $1 AND policy = $8::"Policy" AND decided_at IS NOT NULL
           ORDER BY decided_at DESC LIMIT ${looked})),
       weighed AS (
         SELECT c.*, array_remove(ARRAY[
                  CASE WHEN c.subject_type = $4::"SubjectType" AND c.subject_id = $5::uuid THEN 'subject' END,
                  CASE WHEN c.text_mark = $7::bytea THEN 'text' END,
                  CASE WHEN c.concerns_id = $6::uuid THEN 'author' END,
                  CASE WHEN ${byRule} THEN 'rule' END,
                  CASE WHEN c.policy = $8::"Policy" THEN 'policy' END], NULL) AS why
           FROM found JOIN moderation_case c USING (id)
          WHERE c.organisation_id = $1 AND c.id <> $3 AND c.state <> 'merged'
            AND NOT ${caseIsAboutSql('$2::uuid')}),
       best AS (
         SELECT *, 8 * ('subject' = ANY (why))::int + 4 * ('text' = ANY (why))::int
                 + 2 * ('author' = ANY (why))::int + 2 * ('rule' = ANY (why))::int
                 + ('policy' = ANY (why))::int AS weight
           FROM weighed
          ORDER BY (state = 'decided') DESC, weight DESC, coalesce(decided_at, opened_at) DESC, id DESC
          LIMIT ${most})
  SELECT b.id, b.subject_type AS "subjectType", b.state, b.policy, b.severity, b.why,
         b.opened_at AS "openedAt", b.decided_at AS "decidedAt", coalesce(e.excerpt, '') AS excerpt,
         p.display_name AS "displayName", d.decision
    FROM best b
    LEFT JOIN member p ON p.id = b.concerns_id
    LEFT JOIN LATERAL (
           SELECT left(content->>'text', 240) AS excerpt FROM moderation_evidence
            WHERE case_id = b.id ORDER BY created_at DESC, id DESC LIMIT 1) e ON true
    LEFT JOIN LATERAL (
           SELECT jsonb_build_object('actions', d.actions, 'policy', d.policy, 'byRole', who.role,
                                     'createdAt', d.created_at) AS decision
             FROM moderation_decision d LEFT JOIN member who ON who.id = d.decider_id
            WHERE b.state = 'decided' AND d.case_id = b.id AND d.reverts_id IS NULL
              AND EXISTS (SELECT FROM jsonb_array_elements(d.actions) AS one
                           WHERE one->>'type' <> 'note')
              AND NOT EXISTS (SELECT FROM moderation_decision r WHERE r.reverts_id = d.id)
            ORDER BY d.created_at DESC, d.id DESC LIMIT 1) d ON true
   ORDER BY (b.state = 'decided') DESC, b.weight DESC, coalesce(b.decided_at, b.opened_at) DESC, b.id DESC`;
