import type { Context, Transaction } from '../context.ts';
import { unknownCase } from './cases.ts';
import type { CaseRow } from './schemas.ts';

interface Row extends Omit<CaseRow, 'claim' | 'concerns' | 'channel' | 'excerpt' | 'assignee'> {
  excerpt: string | null;
  claimedById: string | null;
  claimedBy: string | null;
  claimedAt: Date | null;
  claimedUntil: Date | null;
  concernsId: string | null;
  username: string | null;
  displayName: string | null;
  channelId: string | null;
  channelName: string | null;
  assigneeId: string | null;
  assigneeName: string | null;
}

/** A case as the queue shows it: names and the beginning of the evidence in the same read. */
export const selectRows = `
  SELECT c.id, c.subject_type AS "subjectType", c.subject_id AS "subjectId", c.state, c.policy,
         c.severity, c.reach, c.flag_count AS "flagCount", c.detection_count AS "detectionCount",
         c.opened_at AS "openedAt", c.due_at AS "dueAt", c.version, c.decided_at AS "decidedAt",
         c.claimed_by_id AS "claimedById", h.display_name AS "claimedBy",
         c.claimed_at AS "claimedAt", c.claimed_until AS "claimedUntil",
         c.concerns_id AS "concernsId", p.username, p.display_name AS "displayName",
         c.channel_id AS "channelId", ch.name AS "channelName", e.excerpt,
         c.assignee_id AS "assigneeId", a.display_name AS "assigneeName",
         c.escalated_at AS "escalatedAt", c.snoozed_until AS "snoozedUntil"
    FROM moderation_case c
    LEFT JOIN member p ON p.id = c.concerns_id
    LEFT JOIN member h ON h.id = c.claimed_by_id
    LEFT JOIN member a ON a.id = c.assignee_id
    LEFT JOIN channel ch ON ch.id = c.channel_id
    LEFT JOIN LATERAL (
           SELECT left(content->>'text', 240) AS excerpt FROM moderation_evidence
            WHERE case_id = c.id ORDER BY created_at DESC, id DESC LIMIT 1) AS e ON true`;

export type { Row as CaseRowRead };

export function toRow(row: Row, now: Date): CaseRow {
  const { excerpt, claimedById, claimedBy, claimedAt, claimedUntil, ...rest } = row;
  const { concernsId, username, displayName, channelId, channelName, ...named } = rest;
  const { assigneeId, assigneeName, snoozedUntil, ...facts } = named;
  const claimed = facts.state === 'open' && claimedById && claimedAt && claimedUntil;
  return {
    ...facts,
    excerpt: excerpt ?? '',
    claim:
      claimed && claimedUntil > now
        ? {
            by: { id: claimedById, displayName: claimedBy ?? '' },
            since: claimedAt,
            until: claimedUntil,
          }
        : null,
    concerns:
      concernsId && username !== null
        ? { id: concernsId, username, displayName: displayName ?? '' }
        : null,
    assignee: assigneeId ? { id: assigneeId, displayName: assigneeName ?? '' } : null,
    snoozedUntil:
      facts.state === 'open' && snoozedUntil && snoozedUntil > now ? snoozedUntil : null,
    channel: channelId && channelName !== null ? { id: channelId, name: channelName } : null,
  };
}

/** A case by id, whoever asks; null when there is none. */
export async function findRow(
  { pool, clock }: Pick<Context, 'pool' | 'clock'>,
  organisationId: string,
  caseId: string,
): Promise<CaseRow | null> {
  const { rows } = await pool.query<Row>({
    name: 'moderation-case',
    text: `${selectRows} WHERE c.id = $1 AND c.organisation_id = $2`,
    values: [caseId, organisationId],
  });
  const [found] = rows;
  return found ? toRow(found, clock.now()) : null;
}

/** A case as its transaction leaves it, so that the answer needs no read after the commit. */
export async function rowWithin(tx: Transaction, caseId: string, now: Date): Promise<CaseRow> {
  const [found] = await tx.$queryRawUnsafe<Row[]>(`${selectRows} WHERE c.id = $1::uuid`, caseId);
  if (!found) throw unknownCase();
  return toRow(found, now);
}
