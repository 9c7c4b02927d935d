/**
 * SQL: a row of `moderation_case` waits for a decision now: it is open, and not put off. Here, below the
 * domains, so that the queue, its counts and every figure mean the same. `now` is a parameter.
 */
export const caseWaitsSql = (now: string, row: string) =>
  `${row}.state = 'open' AND (${row}.snoozed_until IS NULL OR ${row}.snoozed_until <= ${now})`;
