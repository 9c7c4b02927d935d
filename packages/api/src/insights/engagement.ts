import type { Pool } from 'pg';
import type { z } from 'zod';
import type { MemberContext } from '../context.ts';
import type { Engagement, EngagementDay, engagementInput } from './analytics-schemas.ts';
import { publicChannel } from './public-channels.ts';
import { dayMs, startOf } from './talk-hours.ts';

const channelsShown = 50;
/** The mean time of fewer people would tell of one of them, who may not want to be seen. */
const fewestPeople = 3;

interface Talk {
  day: string;
  messages: number;
  people: number;
}

interface Online {
  day: string;
  minutes: number;
  people: number;
}

/** Who asks for what: one organisation's days, or those of one of its public channels. */
export interface Span {
  organisationId: string;
  channelId: string | null;
  /** The first day and the last one, such as `2026-11-21`. */
  first: string;
  last: string;
}

/** How much people write and how long they are there, by day and by channel. */
export async function readEngagement(
  ctx: MemberContext,
  input: z.output<typeof engagementInput>,
): Promise<Engagement> {
  const { pool, actor } = ctx;
  const { organisationId } = actor;
  const channelId = input.channelId ?? null;
  const channel = channelId === null ? null : await publicChannel(pool, organisationId, channelId);
  const span = { organisationId, channelId, ...bounds(ctx.clock.now(), input.days) };
  const [{ rows: counted }, people, talk, online, channels] = await Promise.all([
    pool.query<{ until: Date }>('SELECT until FROM talk_day_counted'),
    countPeople(pool, span),
    readTalk(pool, span),
    channelId === null ? readOnline(pool, span) : [],
    readChannels(pool, span, { limit: channelsShown }),
  ]);
  const writing = talk.reduce((sum, day) => sum + day.people, 0);
  const messages = talk.reduce((sum, day) => sum + day.messages, 0);
  const minutes = online.reduce((sum, day) => sum + day.minutes, 0);
  const there = online.reduce((sum, day) => sum + day.people, 0);
  return {
    channel,
    until: counted[0]?.until ?? null,
    totals: {
      messages,
      people,
      messagesPerPerson: mean(messages, writing),
      minutesOnline: mean(minutes, there),
    },
    days: everyDay(span, talk, online),
    channels,
  };
}

/** The days of a span that ends today, by the calendar of UTC. */
export function bounds(now: Date, days: number): Pick<Span, 'first' | 'last'> {
  const today = startOf(now.getTime(), dayMs);
  return { first: dayOf(today - (days - 1) * dayMs), last: dayOf(today) };
}

const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

function everyDay({ first, last }: Span, talk: Talk[], online: Online[]): EngagementDay[] {
  const written = new Map(talk.map((row) => [row.day, row]));
  const spent = new Map(online.map((row) => [row.day, row]));
  const days: EngagementDay[] = [];
  for (let time = Date.parse(first); time <= Date.parse(last); time += dayMs) {
    const day = dayOf(time);
    const { messages = 0, people = 0 } = written.get(day) ?? {};
    const there = spent.get(day);
    days.push({
      day,
      messages,
      people,
      messagesPerPerson: mean(messages, people),
      minutesOnline: there ? mean(there.minutes, there.people) : null,
    });
  }
  return days;
}

const mean = (sum: number, people: number) =>
  people === 0 ? null : Math.round((sum / people) * 10) / 10;

/** People who wrote in the whole time, each counted once. */
async function countPeople(
  pool: Pool,
  { organisationId, channelId, first, last }: Span,
): Promise<number> {
  const { rows } = await pool.query<{ people: number }>({
    name: 'insights-engaged-people',
    text: `SELECT count(DISTINCT member_id)::int AS people FROM talk_day
            WHERE organisation_id = $1 AND day BETWEEN $2 AND $3
              AND ($4::uuid IS NULL OR channel_id = $4)`,
    values: [organisationId, first, last, channelId],
  });
  return rows[0]?.people ?? 0;
}

async function readTalk(
  pool: Pool,
  { organisationId, channelId, first, last }: Span,
): Promise<Talk[]> {
  const { rows } = await pool.query<Talk>({
    name: 'insights-talk-days',
    text: `SELECT day::text, sum(messages)::int AS messages,
                  count(DISTINCT member_id)::int AS people
             FROM talk_day
            WHERE organisation_id = $1 AND day BETWEEN $2 AND $3
              AND ($4::uuid IS NULL OR channel_id = $4)
            GROUP BY talk_day.day`,
    values: [organisationId, first, last, channelId],
  });
  return rows;
}

/** Days with too few people are not told at all: a sum over all days would tell of them, too. */
async function readOnline(pool: Pool, { organisationId, first, last }: Span): Promise<Online[]> {
  const { rows } = await pool.query<Online>({
    name: 'insights-online-days',
    text: `SELECT day::text, sum(minutes)::int AS minutes, count(*)::int AS people
             FROM online_day WHERE organisation_id = $1 AND day BETWEEN $2 AND $3
            GROUP BY online_day.day HAVING count(*) >= ${fewestPeople}`,
    values: [organisationId, first, last],
  });
  return rows;
}

/** Public channels of the organisation with what was written in them: most active people first, or all by id. */
export async function readChannels(
  pool: Pool,
  { organisationId, first, last }: Span,
  { limit, afterId }: { limit: number; afterId?: string },
): Promise<Engagement['channels']> {
  const all = afterId !== undefined;
  const { rows } = await pool.query<Engagement['channels'][number]>({
    name: all ? 'insights-channels-all' : 'insights-channels-top',
    text: `SELECT c.id, c.name, counted.messages, counted.people
             FROM (SELECT channel_id, sum(messages)::int AS messages,
                          count(DISTINCT member_id)::int AS people
                     FROM talk_day WHERE organisation_id = $1 AND day BETWEEN $2 AND $3
                      AND ($4::uuid IS NULL OR channel_id > $4)
                    GROUP BY channel_id) AS counted
             JOIN channel c ON c.id = counted.channel_id AND c.type = 'public'
              AND c.deleted_at IS NULL
            ORDER BY ${all ? '' : 'counted.people DESC, counted.messages DESC,'} c.id LIMIT $5`,
    values: [organisationId, first, last, afterId ?? null, limit],
  });
  return rows;
}
