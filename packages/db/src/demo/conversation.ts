import type { DemoChannel } from './channel.ts';
import type { Random } from './random.ts';
import { type Dialogue, type Line, type Speaker, tell } from './stock/script.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
/** How far back the demo's conversations reach, in days. */
export const span = 60;

export interface Participant extends Speaker {
  /** In milliseconds since 1970; nobody speaks before. */
  since: number;
  until: number;
  writes: boolean;
}

export interface Said extends Line {
  at: number;
}

/** What was said in a channel, in order of time, all of it before `now`. */
export function converse(
  channel: DemoChannel,
  people: readonly Participant[],
  random: Random,
  now: number,
): Said[] {
  const said: Said[] = [];
  const { dialogues, words } = channel.theme;
  const turns = dialogues.reduce((sum, dialogue) => sum + dialogue.length, 0) / dialogues.length;
  const starts = Array.from({ length: Math.round(channel.messages / turns) }, () =>
    startOfTalk(channel, random, now),
  ).sort((one, other) => one - other);
  let round: Dialogue[] = [];
  for (const start of starts) {
    // Every dialogue once before any comes again: the same one twice in a day would look made up.
    if (round.length === 0) round = random.shuffled(dialogues);
    const dialogue = round.pop() ?? [];
    const speakers = random.shuffled(
      people.filter((one) => one.writes && one.since < start && one.until > start + hour),
    );
    if (speakers.length < 2) continue;
    said.push(...timed(tell(dialogue, words, speakers, random), start, random));
  }
  if (channel.lively) said.push(...lastTalk(channel, people, random, now));
  said.push(...closing(channel, people, now));
  return said.filter((line) => line.at < now).sort((one, other) => one.at - other.at);
}

/** Recent days see more talk than old ones, and nobody talks outside the channel's hours. */
function startOfTalk({ hours, archived }: DemoChannel, random: Random, now: number): number {
  const [from, length] = hours;
  const quiet = archived ? 25 : 0;
  const daysAgo = quiet + Math.floor((span - 1 - quiet) * random.next() ** 1.3);
  const midnight = Math.floor(now / day) * day;
  const start = midnight - daysAgo * day + (from + random.next() * length) * hour;
  return start + hour > now ? start - 2 * day : start;
}

/** What the clock on the harbour wall says. */
const clock = new Intl.DateTimeFormat('es', {
  hour: 'numeric',
  minute: '2-digit',
  timeZone: 'Europe/Madrid',
});

function timed(lines: Line[], start: number, random: Random): Said[] {
  let at = start;
  return lines.map((line) => {
    at += random.between(15, 60) * 1000 + line.content.length * 120;
    if (line.later) at += random.between(35, 80) * minute;
    else if (random.chance(0.2)) at += random.between(1, 8) * minute;
    at = Math.round(at);
    return { ...line, content: line.content.replaceAll('{now}', clock.format(at)), at };
  });
}

/** A conversation that ended minutes ago, so that the channel does not look deserted. */
function lastTalk(
  channel: DemoChannel,
  people: readonly Participant[],
  random: Random,
  now: number,
): Said[] {
  const speakers = random.shuffled(people.filter((one) => one.writes && one.until > now));
  const lines = timed(
    tell(random.pick(channel.theme.dialogues), channel.theme.words, speakers, random),
    0,
    random,
  );
  const end = lines.at(-1)?.at ?? 0;
  return lines.map((line) => ({ ...line, at: now - 12 * minute - end + line.at }));
}

function closing(
  { closing: said }: DemoChannel,
  people: readonly Participant[],
  now: number,
): Said[] {
  const from = people.find((one) => one.username === said?.from);
  const to = people.find((one) => one.username === said?.to);
  if (!said || !from || !to) return [];
  const content = `@${to.username} ${said.text}`;
  return [{ authorId: from.id, content, mentions: [to.id], later: false, at: now - 4 * minute }];
}
