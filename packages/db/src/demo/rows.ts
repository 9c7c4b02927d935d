import type { Community } from './community.ts';
import { day, hour } from './conversation.ts';
import type { Random } from './random.ts';

/** A table and what goes into it. `columns` gives each column's PostgreSQL type. */
export interface TableRows {
  table: string;
  columns: Readonly<Record<string, string>>;
  rows: readonly object[];
}

const uuid = 'uuid';
const text = 'text';
const time = 'timestamptz';

/** The rows of a community, in an order that foreign keys allow. */
export function rowsOf(
  community: Community,
  passwordHash: string,
  random: Random,
  now: Date,
): TableRows[] {
  const { organisation, people, places } = community;
  return [
    {
      table: 'organisation',
      columns: {
        id: uuid,
        name: text,
        slug: text,
        email_domain: text,
        plan: '"Plan"',
        open_registration: 'boolean',
        created_at: time,
      },
      rows: [
        {
          id: community.id,
          name: organisation.name,
          slug: organisation.slug,
          email_domain: organisation.emailDomain,
          plan: organisation.plan,
          open_registration: organisation.openRegistration,
          created_at: community.createdAt,
        },
      ],
    },
    {
      table: 'member',
      columns: {
        id: uuid,
        organisation_id: uuid,
        email: text,
        email_verified_at: time,
        username: text,
        display_name: text,
        bio: text,
        role: '"Role"',
        state: '"MemberState"',
        locale: text,
        status_text: text,
        demo: 'boolean',
        last_active_at: time,
        created_at: time,
        tokens_valid_from: time,
      },
      rows: people.map((person) => ({
        id: person.id,
        organisation_id: community.id,
        email: `${person.username}@${organisation.emailDomain}`,
        email_verified_at: person.createdAt,
        username: person.username,
        display_name: person.name,
        bio: person.bio,
        role: person.role,
        state: person.state ?? 'active',
        locale: person.locale,
        status_text: person.statusText ?? '',
        demo: true,
        last_active_at: new Date(
          now.getTime() -
            (person.state ? 20 * day : Math.round(random.next() ** 3 * 90 * hour) + 60_000),
        ),
        created_at: person.createdAt,
        tokens_valid_from: person.createdAt,
      })),
    },
    {
      table: 'credential',
      columns: { member_id: uuid, password_hash: text, changed_at: time },
      rows: people.map(({ id, createdAt }) => ({
        member_id: id,
        password_hash: passwordHash,
        changed_at: createdAt,
      })),
    },
    {
      table: 'channel',
      columns: {
        id: uuid,
        organisation_id: uuid,
        type: '"ChannelType"',
        name: text,
        topic: text,
        created_by_id: uuid,
        created_at: time,
        archived_at: time,
        last_seq: 'int',
        last_message_at: time,
        member_count: 'int',
        version: 'int',
      },
      rows: places.map(({ channel, log, members, ...place }) => ({
        id: place.id,
        organisation_id: community.id,
        type: channel.type,
        name: channel.name,
        topic: channel.topic,
        created_by_id: people.find((one) => one.username === channel.owner)?.id ?? null,
        created_at: place.createdAt,
        archived_at: place.archivedAt,
        last_seq: log.lastSeq,
        last_message_at: log.lastMessageAt,
        member_count: members.length,
        version: place.version,
      })),
    },
    {
      table: 'channel_member',
      columns: {
        channel_id: uuid,
        member_id: uuid,
        role: '"ChannelRole"',
        joined_at: time,
        last_read_seq: 'int',
      },
      rows: places.flatMap(({ id, members }) =>
        members.map((one) => ({
          channel_id: id,
          member_id: one.memberId,
          role: one.role,
          joined_at: one.joinedAt,
          last_read_seq: one.lastReadSeq,
        })),
      ),
    },
    {
      table: 'message',
      columns: {
        id: uuid,
        channel_id: uuid,
        seq: 'int',
        author_id: uuid,
        client_id: text,
        content: text,
        mentions: 'uuid[]',
        created_at: time,
        edited_at: time,
        deleted_at: time,
        deleted_by_id: uuid,
      },
      rows: places.flatMap(({ log }) => log.messages),
    },
    {
      table: 'message_revision',
      columns: { id: uuid, message_id: uuid, content: text, changed_by_id: uuid, created_at: time },
      rows: places.flatMap(({ log }) => log.revisions),
    },
    {
      table: 'message_reaction',
      columns: { message_id: uuid, member_id: uuid, emoji: text, created_at: time },
      rows: places.flatMap(({ log }) => log.reactions),
    },
    {
      table: 'channel_event',
      columns: {
        channel_id: uuid,
        seq: 'int',
        kind: '"ChannelEventKind"',
        message_id: uuid,
        member_id: uuid,
        data: 'jsonb',
        created_at: time,
      },
      rows: places.flatMap(({ log }) => log.events),
    },
  ];
}
