/** Channels with rules of their own are not for these statements: see `turns.ts`. */
const withoutRules = 'slow_seconds = 0 AND NOT managers_only';

// The same as the last one for a single message; the planner does three times better without lists.
const insertOne = (rules: string, moreColumns: string, moreValues: string) => `
  WITH allowed AS (
    SELECT 1 FROM channel_member
     WHERE channel_id = $2 AND member_id = $3 AND role <> 'reader'
       AND (muted_until IS NULL OR muted_until <= $7)
       AND NOT EXISTS (
             SELECT 1 FROM message WHERE channel_id = $2 AND author_id = $3 AND client_id = $4)
  ), numbered AS (
    UPDATE channel SET last_seq = last_seq + 1, last_message_at = $7
     WHERE id = $2 AND archived_at IS NULL AND deleted_at IS NULL AND ${rules}
       AND EXISTS (SELECT FROM allowed)
     RETURNING last_seq
  )
  INSERT INTO message
         (id, channel_id, seq, author_id, client_id, content, mentions, created_at${moreColumns})
  SELECT $1::uuid, $2::uuid, last_seq, $3::uuid, $4::text, $5::text,
         coalesce(string_to_array(nullif($6::text, ''), ',')::uuid[], '{}'), $7::timestamptz
         ${moreValues}
    FROM numbered
  RETURNING id, seq`;
export const insertMessage = insertOne(withoutRules, '', '');
export const insertWhole = insertOne(
  `($11::boolean OR ${withoutRules})`,
  ', hidden_at, thread_id, in_channel',
  ', $8::timestamptz, $9::uuid, $10::boolean',
);

// Rows are gathered by channel, so that no list is joined with another: with hundreds of messages
// that would cost more than writing them. Channels are locked in the order of their ids, so that two
// nodes do not wait for each other. The caches of who may write are hints: the rows decide.
export const insertMessages = `
  WITH fresh AS (
    SELECT i.channel_id, count(*)::int AS n,
           array_agg(i.id ORDER BY i.place) AS ids,
           array_agg(i.author_id ORDER BY i.place) AS authors,
           array_agg(i.client_id ORDER BY i.place) AS clients,
           array_agg(i.content ORDER BY i.place) AS contents,
           array_agg(i.mentions ORDER BY i.place) AS mentions
      FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[])
             WITH ORDINALITY AS i(id, channel_id, author_id, client_id, content, mentions, place)
     WHERE EXISTS (
             SELECT FROM channel_member cm
              WHERE cm.channel_id = i.channel_id AND cm.member_id = i.author_id
                AND cm.role <> 'reader' AND (cm.muted_until IS NULL OR cm.muted_until <= $7))
       AND NOT EXISTS (
             SELECT FROM message m
              WHERE m.channel_id = i.channel_id AND m.author_id = i.author_id
                AND m.client_id = i.client_id)
     GROUP BY i.channel_id ORDER BY i.channel_id
  ), numbered AS (
    UPDATE channel c SET last_seq = c.last_seq + f.n, last_message_at = $7
      FROM fresh f
     WHERE c.id = f.channel_id AND c.archived_at IS NULL AND c.deleted_at IS NULL
       AND ${withoutRules}
     RETURNING c.id, c.last_seq - f.n AS base, f.ids, f.authors, f.clients, f.contents, f.mentions
  )
  INSERT INTO message (id, channel_id, seq, author_id, client_id, content, mentions, created_at)
  SELECT m.id, n.id, n.base + m.place, m.author_id, m.client_id, m.content,
         coalesce(string_to_array(nullif(m.mentions, ''), ',')::uuid[], '{}'), $7
    FROM numbered n,
         unnest(n.ids, n.authors, n.clients, n.contents, n.mentions)
           WITH ORDINALITY AS m(id, author_id, client_id, content, mentions, place)
  RETURNING id, seq`;
