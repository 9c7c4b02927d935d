import { announceAlerts, type RaisedAlert, raiseAlert } from '../../alerts/index.ts';
import type { FiledSubject, Finding } from '../../chat/index.ts';
import type { Services, Transaction } from '../../context.ts';

type Needs = Pick<Services, 'db' | 'clock' | 'jobs' | 'alerts' | 'log'>;

interface IllegalContent {
  organisationId: string;
  authorId: string;
  /** The case about what was held; null: it was refused, and there is nothing to make a case of. */
  caseId: string | null;
}

/** Whether one of the rules that found something is about what is illegal. */
export const isIllegal = (findings: readonly Finding[]): boolean =>
  findings.some(({ policy }) => policy === 'illegal');

/** The alert of a message that is held now; null for what stays where people see it, and is in the queue. */
export async function alertOfHeld(
  tx: Transaction,
  services: Pick<Services, 'clock' | 'jobs'>,
  { subject, ...about }: { organisationId: string; subject: FiledSubject; caseId: string },
): Promise<RaisedAlert | null> {
  if (subject.type !== 'message') return null;
  const { authorId, hiddenAt } = await tx.message.findUniqueOrThrow({
    where: { id: subject.id },
    select: { authorId: true, hiddenAt: true },
  });
  return hiddenAt ? alertOfIllegal(tx, services, { ...about, authorId }) : null;
}

/**
 * The filter kept back what a rule calls illegal: staff are alerted, once per author and hour, and the
 * alert counts the rest. It names the case and not the words, which nobody should meet by surprise.
 * Tell it with `announceAlerts` after the commit. Raise it last.
 */
async function alertOfIllegal(
  tx: Transaction,
  services: Pick<Services, 'clock' | 'jobs'>,
  { organisationId, authorId, caseId }: IllegalContent,
): Promise<RaisedAlert | null> {
  const author = await tx.member.findUnique({
    where: { id: authorId },
    select: { displayName: true },
  });
  // Who is about to register is nobody yet.
  if (!author) return null;
  const hour = services.clock.now().toISOString().slice(0, 13);
  return raiseAlert(tx, services, {
    organisationId,
    kind: 'illegalContent',
    severity: 'critical',
    key: `illegalContent:member:${authorId}:${hour}`,
    params: {
      memberId: authorId,
      name: author.displayName,
      by: caseId ? 'held' : 'blocked',
      ...(caseId ? { caseId } : {}),
    },
    concernsId: authorId,
  });
}

/** The same of what was refused, in a transaction of its own. It is refused whatever becomes of the alert. */
export async function alertOfRefused(
  services: Needs,
  { organisationId, authorId }: Omit<IllegalContent, 'caseId'>,
): Promise<void> {
  try {
    const raised = await services.db.$transaction((tx) =>
      alertOfIllegal(tx, services, { organisationId, authorId, caseId: null }),
    );
    if (raised) announceAlerts(services, [raised]);
  } catch (error) {
    services.log.warn(
      { err: error, organisationId },
      'what was refused as illegal could not be alerted',
    );
  }
}
