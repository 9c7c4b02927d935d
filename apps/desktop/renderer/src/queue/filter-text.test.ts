import { describe, expect, test } from 'vitest';
import { filtersOfText, textOfFilters } from './filter-text.ts';
import { type Filters, standardFilters } from './filters.ts';

describe('filters in an address', () => {
  test.each<[Filters, string]>([
    [standardFilters, ''],
    [{ state: 'open', overdue: true }, 'overdue'],
    [{ state: 'decided', mine: true, severity: 4 }, 'decided.mine.severity-4'],
    [
      { state: 'open', held: false, assigned: true, escalated: true, snoozed: true },
      'free.assigned.escalated.snoozed',
    ],
    [
      { state: 'open', policy: 'selfHarm', subjectType: 'channel' },
      'policy-selfHarm.subject-channel',
    ],
  ])('TRUST-05: %j is written %j, and read again', (filters, text) => {
    expect(textOfFilters(filters)).toBe(text);
    expect(filtersOfText(text)).toEqual(filters);
  });

  test('TRUST-05: what is not understood is passed over', () => {
    expect(filtersOfText('severity-9.policy-nothing.<b>.overdue')).toEqual({
      state: 'open',
      overdue: true,
    });
    expect(textOfFilters({ held: true, snoozed: false })).toBe('');
  });
});
