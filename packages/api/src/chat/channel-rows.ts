import type { Channel } from './schemas.ts';

export interface ChannelRow extends Channel {
  organisationId: string;
}

/** Columns of a channel, for a query whose table is `channel` or an alias of it. */
export const channelColumnsOf = (table: string) =>
  `${table}.id, ${table}.organisation_id AS "organisationId", ${table}.type, ${table}.name,
   ${table}.topic, ${table}.created_at AS "createdAt", ${table}.archived_at AS "archivedAt",
   ${table}.last_seq AS "lastSeq", ${table}.last_message_at AS "lastMessageAt",
   ${table}.member_count AS "memberCount", ${table}.version, ${table}.slow_seconds AS "slowSeconds",
   ${table}.managers_only AS "managersOnly", ${table}.keep_open AS "keepOpen"`;
export const channelColumns = channelColumnsOf('channel');

/** The channel's name for one person; needs alias `c`. A direct one is called what the other is. */
export const channelNameFor = (memberParameter: string) => `
  CASE WHEN c.type <> 'direct' THEN c.name ELSE coalesce(
    (SELECT p.display_name FROM channel_member o JOIN member p ON p.id = o.member_id
      WHERE o.channel_id = c.id AND o.member_id <> ${memberParameter}::uuid), '') END`;

/** The channel as clients see it: of a whole row, no more than that. */
export const toChannel = (row: ChannelRow): Channel => ({
  id: row.id,
  type: row.type,
  name: row.name,
  topic: row.topic,
  createdAt: row.createdAt,
  archivedAt: row.archivedAt,
  lastSeq: row.lastSeq,
  lastMessageAt: row.lastMessageAt,
  memberCount: row.memberCount,
  version: row.version,
  slowSeconds: row.slowSeconds,
  managersOnly: row.managersOnly,
  keepOpen: row.keepOpen,
});
