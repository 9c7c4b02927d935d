import type { z } from 'zod';
import { id } from '../common.ts';
import type { MemberContext, StaffContext } from '../context.ts';
import { csvLine } from '../csv.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { DomainError } from '../errors.ts';
import type { exported, exportInput } from './analytics-schemas.ts';
import { readChannelMeasures, readMeasures } from './client-figures.ts';
import { bounds, readChannels, readEngagement } from './engagement.ts';
import { publicChannel } from './public-channels.ts';
import { dayMs, hourMs, startOf } from './talk-hours.ts';

type Input = z.output<typeof exportInput>;
type Row = readonly (string | number | null)[];

/** A part of the file, and what names the next part; null after the last one. */
interface Part {
  rows: Row[];
  next: readonly (string | number)[] | null;
}

/** Channels in one part. */
const channelsAtOnce = 1_000;
/** Time that one part of measures is about. */
const hoursAtOnce = 30 * dayMs;

const heads = {
  days: ['day', 'messages', 'people', 'messagesPerPerson', 'minutesOnline'],
  channels: ['id', 'name', 'messages', 'people'],
  hours: ['hour', 'deliveries', 'deliveryP50', 'deliveryP95', 'deliveryP99'],
  /** Of the whole organisation alone. */
  moreHours: ['loads', 'loadP50', 'loadP95', 'connectionErrors'],
} as const;

const hourHead = (channelId: string | undefined) => [
  ...heads.hours,
  ...(channelId ? [] : heads.moreHours),
];

const parts = { days: daysPart, channels: channelsPart, hours: hoursPart };

/** One part of the figures as CSV: neither side ever holds more. Each is audited. */
export async function exportFigures(
  ctx: StaffContext,
  input: Input,
): Promise<z.output<typeof exported>> {
  const { what, days, channelId, cursor } = input;
  const { rows, next } = await parts[what](ctx, input);
  await ctx.db.$transaction((tx) =>
    ctx.audit.write(tx, {
      subjectType: 'insights',
      after: { what, days, ...(channelId && { channelId }), rows: rows.length },
    }),
  );
  const head = what === 'hours' ? hourHead(channelId) : heads[what];
  const lines = [...(cursor ? [] : [head]), ...rows].map((row) => `${csvLine(row)}\n`);
  return { text: lines.join(''), rows: rows.length, nextCursor: next && writeCursor(next) };
}

async function daysPart(ctx: MemberContext, { days, channelId }: Input): Promise<Part> {
  const { days: found } = await readEngagement(ctx, { days, ...(channelId && { channelId }) });
  return { rows: found.map((day) => heads.days.map((name) => day[name])), next: null };
}

async function channelsPart(ctx: MemberContext, { days, cursor }: Input): Promise<Part> {
  const [afterId] = readCursor(cursor, ['string']) ?? [firstId];
  // Somebody may have made it by hand.
  if (!id.safeParse(afterId).success) throw wrongCursor();
  const { organisationId } = ctx.actor;
  const span = { organisationId, channelId: null, ...bounds(ctx.clock.now(), days) };
  const found = await readChannels(ctx.pool, span, { limit: channelsAtOnce, afterId });
  const last = found.length === channelsAtOnce ? found.at(-1) : undefined;
  return {
    rows: found.map((channel) => heads.channels.map((name) => channel[name])),
    next: last ? [last.id] : null,
  };
}

async function hoursPart(ctx: MemberContext, { days, channelId, cursor }: Input): Promise<Part> {
  const { pool, actor } = ctx;
  if (channelId) await publicChannel(pool, actor.organisationId, channelId);
  const now = ctx.clock.now().getTime();
  const first = startOf(now, dayMs) - (days - 1) * dayMs;
  const [from] = readCursor(cursor, ['number']) ?? [first];
  if (!Number.isInteger(from) || from < first || from > now) throw wrongCursor();
  const end = Math.min(from + hoursAtOnce, now + 1);
  const span = { from: new Date(from), until: new Date(end - 1), length: hourMs };
  const found = await (channelId
    ? readChannelMeasures(pool, channelId, span)
    : readMeasures(pool, actor.organisationId, span));
  const rows = [...found].map(([at, measured]) => {
    const point = { hour: new Date(at).toISOString(), ...measured.figures() };
    return hourHead(channelId).map((name) => point[name]);
  });
  return { rows, next: end <= now ? [end] : null };
}

const firstId = '00000000-0000-0000-0000-000000000000';
const wrongCursor = () => new DomainError('invalidInput', { field: 'cursor', reason: 'cursor' });
