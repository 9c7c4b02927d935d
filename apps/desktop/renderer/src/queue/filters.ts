import type { CaseRow, Policy, RouterInputs, SubjectType } from '@atalaya/api/types';

/** What the list shows. Absent: everything. */
export interface Filters {
  state: 'open' | 'decided';
  severity?: number;
  policy?: Policy;
  subjectType?: SubjectType;
  mine?: boolean;
  /** false: what nobody holds. */
  held?: false;
  /** Only what should have been decided by now. */
  overdue?: true;
  /** Only what is assigned to oneself. */
  assigned?: true;
  /** Only what administrators alone decide. */
  escalated?: true;
  /** Only what was put off, which is left out otherwise. */
  snoozed?: true;
}

export const subjectTypes = ['message', 'channel', 'member'] as const satisfies SubjectType[];

export const standardFilters: Filters = { state: 'open' };
export const overdueFilters: Filters = { state: 'open', overdue: true };
export const isStandard = (filters: Filters): boolean =>
  filters.state === 'open' && Object.keys(filters).length === 1;

/** As the server is asked for it. */
export const asInput = (filters: Filters): RouterInputs['moderation']['cases']['list'] => filters;

/** Until when a case is put off; null when it is not, or not any more. */
export const snoozedUntil = (row: Pick<CaseRow, 'snoozedUntil'>, now: Date): Date | null =>
  row.snoozedUntil && row.snoozedUntil > now ? row.snoozedUntil : null;

/** Whether a case that is told of belongs in the list. */
export function isWanted(filters: Filters, row: CaseRow, me: string, now: Date): boolean {
  const holder = row.claim && row.claim.until > now ? row.claim.by.id : null;
  const isSnoozed = snoozedUntil(row, now) !== null;
  return (
    filters.state === row.state &&
    (filters.severity === undefined || filters.severity === row.severity) &&
    (filters.policy === undefined || filters.policy === row.policy) &&
    (filters.subjectType === undefined || filters.subjectType === row.subjectType) &&
    (!filters.mine || holder === me) &&
    (filters.held !== false || holder === null) &&
    (!filters.overdue || row.dueAt < now) &&
    (!filters.assigned || row.assignee?.id === me) &&
    (!filters.escalated || row.escalatedAt !== null) &&
    (row.state !== 'open' || isSnoozed === (filters.snoozed === true))
  );
}
