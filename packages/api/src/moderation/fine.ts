import { randomInt } from 'node:crypto';
import type { Services, Transaction } from '../context.ts';
import { announceNotifications } from '../notifications/index.ts';
import { defineJob } from '../ports/jobs.ts';
import { decisionInForce } from './decision-in-force.ts';
import { fineKey, noticeOfOutcome } from './notices.ts';

/** The decision by which staff found something fine. */
export interface Fine {
  caseId: string;
  decisionId: string;
}
interface Told extends Fine {
  flaggerId: string;
}

const outcomeOfFine = defineJob<Told>({
  name: 'moderation.fine-outcome',
  retries: 8,
  retryDelay: 2,
});
/** A decision takes about so long, in seconds. */
const soonest = 10 * 60;
const latest = 60 * 60;

/** The outcome for who flagged what was found fine before, at a moment that tells nothing of that. */
export function tellFineLater(
  tx: Transaction,
  { jobs }: Pick<Services, 'jobs'>,
  told: Told,
): Promise<void> {
  return jobs.enqueue(tx, outcomeOfFine, told, {
    startAfterSeconds: randomInt(soonest, latest + 1),
  });
}

type Needs = Pick<Services, 'db' | 'jobs' | 'clock' | 'bus'>;

/** Starts this domain's workers. */
export async function workModerationJobs(services: Needs): Promise<void> {
  await services.jobs.work(outcomeOfFine, (told) => tellFine(services, told));
}

/**
 * Tells the person, unless the decision was taken back meanwhile: then they are told what is decided
 * in its place, with everybody else.
 */
export async function tellFine(services: Needs, { caseId, decisionId, flaggerId }: Told) {
  const told = await services.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM moderation_case WHERE id = ${caseId}::uuid FOR UPDATE`;
    const held = await tx.moderationCase.findUnique({ where: { id: caseId } });
    const flag = await tx.moderationFlag.findUnique({
      where: { caseId_flaggerId: { caseId, flaggerId } },
    });
    const last = await decisionInForce(tx, caseId);
    if (!held || !flag || last?.id !== decisionId) return [];
    return noticeOfOutcome(tx, services, {
      organisationId: held.organisationId,
      key: fineKey(caseId),
      subject: { type: held.subjectType, id: held.subjectId },
      outcome: 'dismissed',
      flaggers: [{ memberId: flaggerId, policy: flag.policy }],
    });
  });
  announceNotifications(services, told);
}
