import { z } from 'zod';
import { cursorInput, id, pageOf } from '../common.ts';

/**
 * `flagBurst`: many people flagged what one person wrote, or (`by: raid`) what many wrote. `errorRate`: too many calls fail on the server.
 * `attack`: many wrong sign-ins from one address, for one account or, from anywhere, for nobody's.
 * `illegalContent`: the filter held or refused what one person wrote, under a rule on what is illegal.
 */
export const alertKind = z.enum(['flagBurst', 'errorRate', 'attack', 'illegalContent']);
export type AlertKind = z.infer<typeof alertKind>;
/** From the mildest to the worst. An alert's severity only rises. */
export const alertSeverity = z.enum(['info', 'warning', 'critical']);
export type AlertSeverity = z.infer<typeof alertSeverity>;
export const alertState = z.enum(['open', 'acknowledged', 'resolved']);

const staffPerson = z.object({ id, displayName: z.string() });
export const alert = z.object({
  id,
  kind: alertKind,
  severity: alertSeverity,
  state: alertState,
  /** What the sentence of the kind names: `flags`, `excerpt`; `bursts`; `percent`; `by`, `subject`, `name`, `attempts`, `addresses`, `minutes`; `memberId`, `caseId`. */
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** How often it happened. */
  count: z.number().int(),
  firstAt: z.date(),
  lastAt: z.date(),
  acknowledgedAt: z.date().nullable(),
  acknowledgedBy: staffPerson.nullable(),
  resolvedAt: z.date().nullable(),
  resolvedBy: staffPerson.nullable(),
  /** Nobody acknowledged it in time, or it grew worse: it was told again, louder. */
  escalatedAt: z.date().nullable(),
  /** Counts up but tells nobody, until then. */
  silencedUntil: z.date().nullable(),
});
export type Alert = z.infer<typeof alert>;

export const alertListInput = cursorInput.extend({
  /** Absent: all of them. */
  state: alertState.optional(),
});
/** What happened last comes first. */
export const alertPage = pageOf(alert).extend({
  /** Alerts that nobody has acknowledged, and how many of them are critical. */
  open: z.number().int(),
  critical: z.number().int(),
});
export const alertIdInput = z.object({ alertId: id });
export const alertSilenceInput = alertIdInput.extend({
  /** From now on; 0 ends the silence. */
  minutes: z.number().int().min(0).max(10_080),
});

export const alertEvent = z.discriminatedUnion('type', [
  /** Something new, or worse, or unacknowledged for too long: tell people. */
  z.object({ type: z.literal('raised'), alert }),
  /** It was counted up, acknowledged, resolved or silenced. */
  z.object({ type: z.literal('changed'), alert }),
  /** Changes may have been missed: list the alerts afresh. */
  z.object({ type: z.literal('refresh') }),
]);
export type AlertEvent = z.infer<typeof alertEvent>;
