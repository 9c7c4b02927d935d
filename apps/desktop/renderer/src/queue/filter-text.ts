import type { QueueFilters } from '@atalaya/api/types';
import { policies } from '@atalaya/ui/policies';
import { type Filters, subjectTypes } from './filters.ts';

const severities = [1, 2, 3, 4];
/** What is either chosen or not. */
const marks = {
  mine: ['mine', true],
  held: ['free', false],
  overdue: ['overdue', true],
  assigned: ['assigned', true],
  escalated: ['escalated', true],
  snoozed: ['snoozed', true],
} as const;
type Mark = keyof typeof marks;
const allMarks = Object.keys(marks) as Mark[];

/**
 * Filters as they stand in an address, such as `overdue.policy-spam`; empty: the queue as it is by
 * itself. The same filters are always the same text.
 */
export const textOfFilters = (filters: Partial<QueueFilters>): string =>
  [
    filters.state === 'decided' ? 'decided' : null,
    ...allMarks.map((mark) => (filters[mark] === marks[mark][1] ? marks[mark][0] : null)),
    filters.severity ? `severity-${filters.severity}` : null,
    filters.policy ? `policy-${filters.policy}` : null,
    filters.subjectType ? `subject-${filters.subjectType}` : null,
  ]
    .filter((one) => one !== null)
    .join('.');

/** The filters of an address. What it does not understand is passed over. */
export function filtersOfText(text: string): Filters {
  const words = new Set(text.split('.'));
  const severity = severities.find((one) => words.has(`severity-${one}`));
  const policy = policies.find((one) => words.has(`policy-${one}`));
  const subjectType = subjectTypes.find((one) => words.has(`subject-${one}`));
  const chosen = allMarks.filter((mark) => words.has(marks[mark][0]));
  return {
    state: words.has('decided') ? 'decided' : 'open',
    ...Object.fromEntries(chosen.map((mark) => [mark, marks[mark][1]])),
    ...(severity && { severity }),
    ...(policy && { policy }),
    ...(subjectType && { subjectType }),
  };
}
