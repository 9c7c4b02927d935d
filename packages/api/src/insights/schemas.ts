import { z } from 'zod';
import { id } from '../common.ts';

const count = z.number().int().min(0);

/** How the node that answers is doing. Only for who may see `system.status`. */
export const nodeLoad = z.object({
  sockets: count,
  /** Part of one processor, 0 to 1 and more. */
  cpu: z.number().min(0),
  /** Milliseconds by which 99 of 100 timers were late at most. */
  eventLoopDelayMs: z.number().min(0),
  memoryBytes: count,
});
export type NodeLoad = z.infer<typeof nodeLoad>;

/** The organisation at one moment. Null: not known any more, as nobody was watching then. */
export const sample = z.object({
  at: z.date(),
  /** People with an open connection. */
  onlinePeople: count.nullable(),
  /** Channels with a message in the last minute. */
  activeChannels: count.nullable(),
  /** Messages of the last minute. */
  messagesPerMinute: count.nullable(),
  openCases: count.nullable(),
  /** Open cases past the moment when they should have been decided. */
  overdueCases: count.nullable(),
  openAlerts: count.nullable(),
  node: nodeLoad.nullable(),
});
export type Sample = z.infer<typeof sample>;

export const metricsEvent = z.discriminatedUnion('type', [
  /** The last fifteen minutes, the oldest first. Told at the beginning, and after a gap. */
  z.object({ type: z.literal('history'), everySeconds: z.number(), samples: z.array(sample) }),
  /** Told every few seconds: its coming says that the line is alive. */
  z.object({ type: z.literal('sample'), sample }),
]);
export type MetricsEvent = z.infer<typeof metricsEvent>;

/** The screen that shows what a number counts. */
export const opens = z.enum([
  'people.active',
  'people.joined',
  'activity',
  'queue',
  'queue.overdue',
  'alerts.open',
]);
const figure = z.object({ value: count, opens });
const bucket = z.object({
  /** Its beginning. */
  at: z.date(),
  messages: count,
});
export type Bucket = z.infer<typeof bucket>;

export const dashboard = z.object({
  at: z.date(),
  figures: z.object({
    onlinePeople: figure,
    /** Who joined in the last 24 hours. */
    newPeople: figure,
    /** Messages of the last 24 hours, as `activity.hours` shows them. */
    messages: figure,
    openCases: figure,
    overdueCases: figure,
    openAlerts: figure,
  }),
  queue: z.object({
    open: count,
    overdue: count,
    /** When the one that waits longest was opened. */
    oldestAt: z.date().nullable(),
    /** Of the cases decided in the last 24 hours. */
    decided: count,
    medianMinutesToDecision: z.number().min(0).nullable(),
  }),
  activity: z.object({
    /** The last 24 hours, the oldest first; the last one is still running. */
    hours: z.array(bucket),
    /** The last 14 days by the calendar of UTC, the oldest first; the last one is today. */
    days: z.array(bucket),
  }),
  /** Public channels with the most messages of the last 24 hours: private talk is not named. */
  topChannels: z.array(z.object({ id, name: z.string(), messages: count })),
});
export type Dashboard = z.infer<typeof dashboard>;
