import { hasPermission } from '../identity/index.ts';
import type { Role } from '../identity/schemas.ts';
import { isAbove } from '../organisations/index.ts';
import type { ActionType, Policy, SubjectType } from './schemas.ts';

interface Caller {
  memberId: string;
  role: Role;
}

/** How bad a breach of each policy is: 1 low, 2 medium, 3 high, 4 critical. */
export const severityOf: Record<Policy, number> = {
  spam: 1,
  other: 1,
  harassment: 2,
  impersonation: 2,
  hate: 3,
  privacy: 3,
  sexual: 3,
  violence: 3,
  illegal: 4,
  selfHarm: 4,
};
const highest = 4;

/** The severity of a case: its gravest flag, and one more when many people flagged it, each by their weight. */
export const caseSeverity = (gravest: number, people: number, threshold: number): number =>
  Math.min(highest, people >= threshold ? gravest + 1 : gravest);

/** Minutes in which a case of each severity should be decided when hardly anybody sees its subject. */
const minutesBySeverity: Record<number, number> = { 1: 24 * 60, 2: 8 * 60, 3: 2 * 60, 4: 15 };

/**
 * When a case should be decided:
 *
 *     opened + minutes(severity) / (1 + log10(max(1, reach)))
 *
 * with 24 h, 8 h, 2 h and 15 min from low to critical. Ten times the people who see it take away one
 * more share of the time: half of it at 10, a third at 100, a quarter at 1,000.
 */
export function dueAt(openedAt: Date, severity: number, reach: number): Date {
  const minutes = minutesBySeverity[severity] ?? 15;
  const share = 1 + Math.log10(Math.max(1, reach));
  return new Date(openedAt.getTime() + Math.round((minutes / share) * 60_000));
}

/** What acts on a person or what they wrote: needs someone who stands above them. */
const againstPerson: readonly ActionType[] = ['warn', 'hide', 'delete', 'mute', 'ban'];
const aboutMessage: readonly ActionType[] = ['hide', 'delete'];
const everyAction: readonly ActionType[] = [
  'dismiss',
  'warn',
  'hide',
  'delete',
  'mute',
  'ban',
  'note',
];

export interface Subject {
  type: SubjectType;
  /** The person it is about; null when there is none any more. */
  concerns: { id: string; role: Role } | null;
}

export type ActionRefusal = 'ownCase' | 'higherRole' | 'permission' | 'noPerson' | 'notMessage';

/** Why the caller may not take this action in a case about the subject, or null. */
export function actionRefusal(
  caller: Caller,
  subject: Subject,
  type: ActionType,
): ActionRefusal | null {
  if (!hasPermission(caller.role, 'moderation:decide')) return 'permission';
  const { concerns } = subject;
  if (concerns?.id === caller.memberId) return 'ownCase';
  if (aboutMessage.includes(type) && subject.type !== 'message') return 'notMessage';
  if (!againstPerson.includes(type)) return null;
  if (!concerns) return 'noPerson';
  if (type === 'ban' && !hasPermission(caller.role, 'users:ban')) return 'permission';
  return isAbove(caller, concerns) ? null : 'higherRole';
}

/** Whether they decide what was escalated. */
export const isSenior = (role: Role): boolean => hasPermission(role, 'moderation:escalated');

export const allowedActions = (caller: Caller, subject: Subject): ActionType[] =>
  everyAction.filter((type) => actionRefusal(caller, subject, type) === null);

/** The longest ban or mute that the caller may decide on, in minutes; null: without a limit, and for good. */
export const longestBanMinutes = (role: Role, longestDays: number): number | null =>
  hasPermission(role, 'members:deactivate') ? null : longestDays * 24 * 60;

/** Who decided may take it back this many times longer than the others: they know what they did. */
const ownUndoFactor = 10;

/** Until when a decision may be taken back by this person. */
export const undoUntil = (
  decision: { deciderId: string; createdAt: Date },
  memberId: string,
  undoSeconds: number,
): Date => {
  const factor = decision.deciderId === memberId ? ownUndoFactor : 1;
  return new Date(decision.createdAt.getTime() + undoSeconds * factor * 1000);
};
