import {
  announceAlerts,
  endAlerts,
  type NewAlert,
  type RaisedAlert,
  raiseAlert,
} from '../alerts/index.ts';
import type { MemberContext, StaffContext, Transaction } from '../context.ts';
import type { HeldCase, SubjectRef } from './cases.ts';
import type { Snapshot } from './evidence.ts';

interface Burst {
  caseId: string;
  subject: SubjectRef;
  snapshot: Snapshot;
  flagCount: number;
  severity: number;
}

/** More different bursts than so many, in so many minutes, are a raid. */
const bursts = 5;
const minutes = 10;
type Own = Pick<NewAlert, 'key' | 'params' | 'concernsId' | 'concernsChannelId'>;
const raid: Own = {
  key: 'flagBurst:raid',
  // Of nobody in particular: those whom it is about may read it.
  params: { by: 'raid', bursts, minutes },
  concernsId: null,
};

/**
 * Many people flagged one subject: staff are alerted, once per person whom that is about, and once of
 * the rest of a raid. Gives what tells them, to be called after the commit. It names the case and
 * nobody who flagged.
 */
export async function alertOfBurst(
  tx: Transaction,
  ctx: MemberContext,
  { caseId, subject, snapshot, flagCount, severity }: Burst,
): Promise<() => void> {
  const { concernsId, content } = snapshot;
  // A channel's concerns more people than one.
  const about = subject.type !== 'channel' && concernsId ? `member:${concernsId}` : null;
  const own: Own = {
    key: `flagBurst:${about ?? `${subject.type}:${subject.id}`}`,
    params: {
      caseId,
      subjectType: subject.type,
      flags: flagCount,
      excerpt: content.text.slice(0, 80),
    },
    concernsId,
    concernsChannelId: subject.type === 'channel' ? subject.id : null,
  };
  const raised = await raiseAlert(tx, ctx, {
    organisationId: ctx.actor.organisationId,
    kind: 'flagBurst',
    severity: severity >= 4 ? 'critical' : 'warning',
    ...(about && (await isOneOfRaid(tx, ctx, own.key, concernsId)) ? raid : own),
  });
  return () => announceAlerts(ctx, [raised]);
}

interface Recent {
  known: boolean;
  others: number;
  staff: boolean;
}

/**
 * Whether a burst without an alert of its own comes after so many others that it adds nothing. One
 * about staff always has its own: its number alone would tell them.
 */
async function isOneOfRaid(
  tx: Transaction,
  { actor: { organisationId }, clock }: MemberContext,
  key: string,
  concernsId: string | null,
): Promise<boolean> {
  const since = new Date(clock.now().getTime() - minutes * 60_000);
  const [recent] = await tx.$queryRaw<Recent[]>`
    SELECT EXISTS (SELECT FROM alert WHERE organisation_id = ${organisationId}::uuid
                      AND key = ${key} AND state <> 'resolved') AS known,
           (SELECT count(DISTINCT key)::int FROM alert
             WHERE organisation_id = ${organisationId}::uuid AND last_at > ${since}
               AND first_at > ${since} AND kind = 'flagBurst' AND key <> ${raid.key}) AS others,
           EXISTS (SELECT FROM member
                    WHERE id = ${concernsId}::uuid AND role <> 'member') AS staff`;
  return recent !== undefined && !recent.known && !recent.staff && recent.others >= bursts;
}

/**
 * A case is decided: the alerts that told of it are over, unless another open case about the same
 * person would have raised them, too. Nobody is called to what is done. Give them to `announceAlerts`.
 */
export async function endAlertsOf(
  tx: Transaction,
  { actor, clock }: StaffContext,
  { id, organisationId, concernsId }: HeldCase,
  threshold: number,
): Promise<RaisedAlert[]> {
  const over = await tx.$queryRaw<{ id: string }[]>`
    SELECT a.id FROM alert a
     WHERE a.organisation_id = ${organisationId}::uuid AND a.state <> 'resolved'
       AND a.kind IN ('flagBurst', 'illegalContent')
       AND (a.params->>'caseId' = ${id}
            OR a.params ? 'caseId' AND a.concerns_channel_id IS NULL
               AND a.concerns_id = ${concernsId}::uuid)
       AND (a.concerns_channel_id IS NOT NULL OR NOT EXISTS (
             SELECT FROM moderation_case c
              WHERE c.organisation_id = a.organisation_id AND c.concerns_id = a.concerns_id
                AND c.state = 'open' AND c.id <> ${id}::uuid AND c.subject_type <> 'channel'
                AND CASE a.kind WHEN 'illegalContent' THEN c.policy = 'illegal'
                                ELSE c.flag_count >= ${threshold} END))
     ORDER BY a.id`;
  const alertIds = over.map((one) => one.id);
  return endAlerts(tx, alertIds, { byId: actor.memberId, now: clock.now() });
}
