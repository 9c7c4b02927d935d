import type { Channel } from './schemas.ts';

export interface ChannelRow extends Channel {
  organisationId: string;
}

/** Columns of a channel, for a query whose table is `channel` or an alias of it. */
export const channelColumnsOf = (table: string) =>
  `${table}.id, ${table}.organisation_id AS "organisationId", ${table}.type, ${table}.name,
   ${table}.topic, ${table}.created_at AS "createdAt", ${table}.archived_at AS "archivedAt",
   ${table}.last_seq AS "lastSeq", ${table}.last_message_at AS "lastMessageAt",
   ${table}.member_count AS "memberCount", ${table}.version`;
export const channelColumns = channelColumnsOf('channel');

/** The channel as clients see it. */
export const toChannel = ({ organisationId: _, ...channel }: ChannelRow): Channel => channel;
