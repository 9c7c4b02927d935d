import { z } from 'zod';
import { cursorInput, id, pageOf } from '../common.ts';

const count = z.number().int().min(0);
/** Milliseconds; null where nothing was measured. */
const ms = z.number().min(0).nullable();

/** How far figures go back, today included. */
const days = z.union([z.literal(7), z.literal(30), z.literal(90)]);

/** Times that cannot be right are refused. */
const measuredMs = z.number().min(0).max(60_000);

/** What a client measured since its last report. */
export const report = z.strictObject({
  /** Milliseconds from a message's being written to its being here, by the server's clock. */
  delivery: z.array(measuredMs).max(50).default([]),
  /** The same, of messages whose channel is told, which count for the organisation, too. */
  channels: z
    .array(z.strictObject({ channelId: id, delivery: z.array(measuredMs).min(1).max(50) }))
    .max(10)
    .default([]),
  /** Milliseconds until the page was loaded. */
  load: z.array(measuredMs).max(5).default([]),
  /** Lines to the server that were lost or could not be made. */
  connectionErrors: z.number().int().min(0).max(100).default(0),
});
export type Report = z.output<typeof report>;

/** What a client needs to measure: the server's time, and how much of it to tell. */
export const clockRead = z.object({
  at: z.date(),
  /** One of so many times is to be told; 0: none. */
  sampleOneIn: count,
});

/** A public channel, whose figures may be asked for. */
const figuredChannel = z.object({ id, name: z.string() });
export const channelsInput = cursorInput.extend({
  /** Letters of the name. */
  search: z.string().trim().max(80).optional(),
});
export const channelsPage = pageOf(figuredChannel);

export const engagementInput = z.object({
  days,
  /** One public channel; absent: the organisation, private talk included. */
  channelId: id.optional(),
});

const engagementDay = z.object({
  /** A day of UTC, such as `2026-11-21`. */
  day: z.iso.date(),
  messages: count,
  /** People who wrote. */
  people: count,
  /** Mean of those who wrote; null where nobody did. */
  messagesPerPerson: z.number().min(0).nullable(),
  /** Mean minutes in the app of those who were in it; null for a channel, and where it were about too few. */
  minutesOnline: z.number().min(0).nullable(),
});
export type EngagementDay = z.infer<typeof engagementDay>;

export const engagement = z.object({
  /** The channel that was asked for. */
  channel: figuredChannel.nullable(),
  /** Up to when messages are counted. */
  until: z.date().nullable(),
  totals: z.object({
    messages: count,
    people: count,
    /** Means of a person and day. */
    messagesPerPerson: z.number().min(0).nullable(),
    minutesOnline: z.number().min(0).nullable(),
  }),
  /** Every day, the oldest first; the last one is today. */
  days: z.array(engagementDay),
  /** Public channels with the most active people, whatever channel was asked for. */
  channels: z.array(figuredChannel.extend({ messages: count, people: count })),
});
export type Engagement = z.infer<typeof engagement>;

export const performanceInput = z.object({
  days,
  /** One public channel; absent: the organisation, private talk included. */
  channelId: id.optional(),
});

const performanceFigures = z.object({
  deliveries: count,
  deliveryP50: ms,
  deliveryP95: ms,
  deliveryP99: ms,
  /** Null for a channel: pages and lines are for all of them. */
  loads: count.nullable(),
  loadP50: ms,
  loadP95: ms,
  connectionErrors: count.nullable(),
});
const performancePoint = performanceFigures.extend({
  /** Beginning of the hour or day. */
  at: z.date(),
});
export type PerformancePoint = z.infer<typeof performancePoint>;

export const performance = z.object({
  /** What a point is about: hours of a week, days of more. */
  step: z.enum(['hour', 'day']),
  /** One of so many times is told. */
  sampleOneIn: count,
  totals: performanceFigures,
  /** Every hour or day, the oldest first; the last one is still running. */
  points: z.array(performancePoint),
});
export type PerformanceFigures = z.infer<typeof performance>;

export const exportInput = z.object({
  /** Days of the organisation or of a channel, its channels, or what clients measured by hour. */
  what: z.enum(['days', 'channels', 'hours']),
  days,
  /** Of days and hours: one public channel. */
  channelId: id.optional(),
  /** `nextCursor` of the part before; absent for the first part. */
  cursor: z.string().max(400).nullish(),
});
/** A part of a CSV file. The parts in their order are the file. */
export const exported = z.object({
  text: z.string(),
  rows: count,
  nextCursor: z.string().nullable(),
});
