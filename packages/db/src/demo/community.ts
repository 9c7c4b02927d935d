import type { DemoChannel } from './channel.ts';
import { converse, day, hour, minute, type Participant, span } from './conversation.ts';
import { idAt } from './identifiers.ts';
import { demoIncidents } from './incidents.ts';
import { type ChannelLog, type Happening, writeLog } from './log.ts';
import type { DemoOrganisation, DemoPerson } from './people.ts';
import type { Random } from './random.ts';

interface Resident extends DemoPerson {
  id: string;
  createdAt: Date;
}

interface Place {
  channel: DemoChannel;
  id: string;
  createdAt: Date;
  version: number;
  archivedAt: Date | null;
  log: ChannelLog;
  members: {
    memberId: string;
    role: 'owner' | 'manager' | 'writer' | 'reader';
    joinedAt: Date;
    lastReadSeq: number;
  }[];
}

export interface Community {
  organisation: DemoOrganisation;
  id: string;
  createdAt: Date;
  people: Resident[];
  places: Place[];
}

/** A whole organisation, its people and what they said: the same for the same seed and moment. */
export function makeCommunity(
  organisation: DemoOrganisation,
  channels: readonly DemoChannel[],
  random: Random,
  now: Date,
): Community {
  const createdAt = new Date(now.getTime() - 420 * day);
  const people = organisation.people.map((person, index) => {
    const joined = new Date(
      createdAt.getTime() + index * 6 * day + random.between(0, 5 * 24) * hour,
    );
    return { ...person, createdAt: joined, id: idAt(joined, random) };
  });
  return {
    organisation,
    id: idAt(createdAt, random),
    createdAt,
    people,
    places: channels.map((channel) =>
      makePlace(organisation, channel, people, random, now.getTime()),
    ),
  };
}

function makePlace(
  { slug }: DemoOrganisation,
  channel: DemoChannel,
  residents: readonly Resident[],
  random: Random,
  now: number,
): Place {
  const createdAt = new Date(now - random.between(span + 5, span + 120) * day);
  const id = idAt(createdAt, random);
  const { participants, happenings } = gather(channel, residents, createdAt, random, now);
  const said = converse(channel, participants, random, now);
  const archivedAt = channel.archived ? new Date(now - 20 * day) : null;
  const owner = participants.find((one) => one.username === channel.owner);
  const changes = archivedAt ? [archivedAt] : random.chance(0.5) ? [new Date(now - 31 * day)] : [];
  for (const at of owner ? changes : []) {
    happenings.push({
      kind: 'updated',
      member_id: owner?.id ?? '',
      message_id: null,
      data: {},
      created_at: at,
    });
  }
  const incidents = (demoIncidents[slug]?.[channel.name] ?? []).map(
    ({ from, text, minutesAgo }) => ({
      authorId: participants.find(({ username }) => username === from)?.id ?? '',
      content: text,
      mentions: [],
      later: false,
      at: now - minutesAgo * minute,
    }),
  );
  const log = writeLog(id, said, happenings, participants, random, now, incidents);
  const staying = participants.filter((one) => one.until > now);
  return {
    channel,
    id,
    createdAt,
    version: 1 + changes.length,
    archivedAt,
    log,
    members: staying.map((one) => ({
      memberId: one.id,
      role: roleOf(channel, one.username),
      joinedAt: new Date(one.since),
      lastReadSeq: readUpTo(channel, one, log, random),
    })),
  };
}

/** Who is in the channel and since when; who came or went in the last weeks left a trace. */
function gather(
  channel: DemoChannel,
  residents: readonly Resident[],
  createdAt: Date,
  random: Random,
  now: number,
): { participants: Participant[]; happenings: Happening[] } {
  const happenings: Happening[] = [];
  const trace = (kind: 'joined' | 'left', memberId: string, at: number, data: object = {}) =>
    happenings.push({
      kind,
      member_id: memberId,
      message_id: null,
      data,
      created_at: new Date(at),
    });
  const participants = residents
    .filter(({ username }) => channel.members === 'everyone' || channel.members.includes(username))
    .map((resident): Participant => {
      const role = roleOf(channel, resident.username);
      const left = resident.state ? now - 20 * day : Number.POSITIVE_INFINITY;
      const late = role === 'writer' && !resident.state && random.chance(0.2);
      const since = late ? now - random.between(12, span - 5) * day : createdAt.getTime();
      if (late) trace('joined', resident.id, since, { role });
      if (resident.state) trace('left', resident.id, left);
      const [firstName = resident.name] = resident.name.split(' ');
      return {
        id: resident.id,
        username: resident.username,
        firstName,
        since,
        until: left,
        writes: role !== 'reader' && resident.state !== 'banned',
      };
    });
  return { participants, happenings };
}

function roleOf(channel: DemoChannel, username: string): 'owner' | 'manager' | 'writer' | 'reader' {
  if (channel.owner === username) return 'owner';
  if (channel.managers?.includes(username)) return 'manager';
  return channel.readers?.includes(username) ? 'reader' : 'writer';
}

/** Most are up to date, some lag; nobody is behind what they wrote themselves. */
function readUpTo(
  { closing }: DemoChannel,
  { id, username }: Participant,
  log: ChannelLog,
  random: Random,
): number {
  const own = log.messages.findLast((message) => message.author_id === id)?.seq ?? 0;
  if (closing?.to === username) return Math.max(own, log.lastSeq - random.between(3, 9));
  if (random.chance(0.55)) return log.lastSeq;
  return Math.max(own, log.lastSeq - random.between(0, 40), 0);
}
