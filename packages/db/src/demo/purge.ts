import type { Pool, PoolClient } from 'pg';

export interface PurgeResult {
  people: number;
  messages: number;
  organisations: number;
}

/**
 * Removes the demo accounts and everything they wrote, all or nothing. An organisation goes with them
 * where nobody real has joined it; where somebody has, it stays with what real people wrote in it.
 * The audit log is append-only and keeps what was recorded; cases and their evidence go.
 */
export async function purgeDemo({ pool }: { pool: Pool }): Promise<PurgeResult> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await purge(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    failure = error as Error;
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release(failure);
  }
}

async function purge(client: PoolClient): Promise<PurgeResult> {
  const run = async (sql: string): Promise<number> => (await client.query(sql)).rowCount ?? 0;
  // Waits for registrations under way, so that nobody joins an organisation while it goes.
  await run('LOCK TABLE member IN SHARE ROW EXCLUSIVE MODE');
  await run(
    'CREATE TEMP TABLE gone ON COMMIT DROP AS SELECT id, organisation_id FROM member WHERE demo',
  );
  await run('ALTER TABLE gone ADD PRIMARY KEY (id)');
  await run(`CREATE TEMP TABLE emptied ON COMMIT DROP AS
    SELECT DISTINCT organisation_id AS id FROM gone
     WHERE NOT EXISTS (SELECT 1 FROM member WHERE NOT demo AND member.organisation_id = gone.organisation_id)`);

  const whole = await run(`DELETE FROM message USING channel
    WHERE channel.id = message.channel_id AND channel.organisation_id IN (SELECT id FROM emptied)`);
  await run('DELETE FROM channel WHERE organisation_id IN (SELECT id FROM emptied)');
  const own = await run('DELETE FROM message WHERE author_id IN (SELECT id FROM gone)');
  await removeTraces(run);
  await removeCases(run);
  const people = await run('DELETE FROM member WHERE id IN (SELECT id FROM gone)');
  await mendThreads(run);
  await mendChannels(run);
  // What was said is counted afresh, from the messages that are left.
  await run('DELETE FROM talk_hour');
  await run('DELETE FROM talk_counted');
  await run('DELETE FROM talk_day');
  await run('DELETE FROM talk_day_counted');
  await run('DELETE FROM moderation_rule WHERE organisation_id IN (SELECT id FROM emptied)');
  await run('DELETE FROM alert WHERE organisation_id IN (SELECT id FROM emptied)');
  await run('DELETE FROM setting WHERE organisation_id IN (SELECT id FROM emptied)');
  await run('DELETE FROM invite WHERE organisation_id IN (SELECT id FROM emptied)');
  const organisations = await run('DELETE FROM organisation WHERE id IN (SELECT id FROM emptied)');
  return { people, messages: whole + own, organisations };
}

type Run = (sql: string) => Promise<number>;

/** What points to the demo accounts without a foreign key. */
async function removeTraces(run: Run): Promise<void> {
  const theirs = 'IN (SELECT id FROM gone)';
  await run(`DELETE FROM message_reaction WHERE member_id ${theirs}`);
  await run(`DELETE FROM message_revision WHERE changed_by_id ${theirs}`);
  await run(`DELETE FROM channel_event WHERE member_id ${theirs}
    OR (message_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM message WHERE message.id = message_id))`);
  await run(`UPDATE message SET mentions = ARRAY(
      SELECT mentioned FROM unnest(mentions) AS mentioned WHERE mentioned NOT ${theirs})
    WHERE mentions && ARRAY(SELECT id FROM gone)`);
  // Their bytes are in the file store: the server's sweep takes them away, then the rows.
  await run(`UPDATE file SET state = 'removed' WHERE owner_id ${theirs}
    OR organisation_id IN (SELECT id FROM emptied)`);
  await run(`UPDATE message SET deleted_by_id = NULL WHERE deleted_by_id ${theirs}`);
  await run(`UPDATE channel SET created_by_id = NULL WHERE created_by_id ${theirs}`);
  await run(`UPDATE setting SET updated_by_id = NULL WHERE updated_by_id ${theirs}`);
  // An invitation by someone whose password is public may be in anyone's hands.
  await run(`DELETE FROM invite WHERE created_by_id ${theirs}`);
  // The search's index is made anew from the messages that stay.
  await run('TRUNCATE message_search, search_progress, search_window, search_word');
  await run(`DELETE FROM login_attempt WHERE member_id ${theirs}`);
  await run(`DELETE FROM presence_lease WHERE member_id ${theirs}`);
}

/**
 * Cases of organisations that go, cases about demo people or what is not there any more, and cases
 * that only demo people flagged or decided. What real people flagged about each other stays.
 */
async function removeCases(run: Run): Promise<void> {
  await run(`CREATE TEMP TABLE gone_case ON COMMIT DROP AS SELECT id FROM moderation_case
    WHERE organisation_id IN (SELECT id FROM emptied) OR concerns_id IN (SELECT id FROM gone)
       OR EXISTS (SELECT 1 FROM moderation_decision d
                   WHERE d.case_id = moderation_case.id AND d.decider_id IN (SELECT id FROM gone))
       -- The flags of a merged case are in the one that it was merged into.
       OR state <> 'merged' AND NOT EXISTS (
            SELECT 1 FROM moderation_flag f
             WHERE f.case_id = moderation_case.id
               AND (f.flagger_id IS NULL OR f.flagger_id NOT IN (SELECT id FROM gone)))`);
  const theirs = 'IN (SELECT id FROM gone_case)';
  await run(`DELETE FROM sanction USING moderation_decision d
    WHERE d.id = decision_id AND d.case_id ${theirs}`);
  // Evidence and decisions are append-only for everyone but this: what was invented is no evidence.
  for (const table of ['moderation_evidence', 'moderation_decision', 'moderation_desk_event']) {
    await run(`ALTER TABLE ${table} DISABLE TRIGGER ${table}_append_only`);
    await run(`DELETE FROM ${table} WHERE case_id ${theirs}`);
    await run(`ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${table}_append_only`);
  }
  await run(`DELETE FROM moderation_flag
    WHERE case_id ${theirs} OR flagger_id IN (SELECT id FROM gone)`);
  await run(`DELETE FROM moderation_case WHERE id ${theirs}`);
  await run(`UPDATE moderation_case SET flag_count = (
      SELECT count(flagger_id) FROM moderation_flag WHERE case_id = moderation_case.id)
    WHERE organisation_id IN (SELECT organisation_id FROM gone)`);
  await run(`UPDATE moderation_case SET claimed_by_id = NULL, claimed_at = NULL, claimed_until = NULL
    WHERE claimed_by_id IN (SELECT id FROM gone)`);
  await run(`UPDATE moderation_case SET assignee_id = NULL
    WHERE assignee_id IN (SELECT id FROM gone)`);
  await run('DELETE FROM notification WHERE member_id IN (SELECT id FROM gone)');
  await run(`DELETE FROM flag_mute
    WHERE member_id IN (SELECT id FROM gone) OR muted_by_id IN (SELECT id FROM gone)`);
}

/** Replies of real people to messages that went stand in the channel by themselves; threads count what is left. */
async function mendThreads(run: Run): Promise<void> {
  await run(`UPDATE message SET thread_id = NULL, in_channel = true
    WHERE thread_id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM message root WHERE root.id = message.thread_id)`);
  await run(`UPDATE thread SET
      reply_count = left_over.replies, last_reply_seq = left_over.seq, last_reply_at = left_over.at,
      repliers = ARRAY(SELECT id FROM unnest(repliers) WITH ORDINALITY AS r(id, place)
                        WHERE id NOT IN (SELECT id FROM gone) ORDER BY place)
    FROM (SELECT t.message_id, count(m.id) AS replies, coalesce(max(m.seq), 0) AS seq,
                 max(m.created_at) AS at
            FROM thread t LEFT JOIN message m ON m.thread_id = t.message_id
             AND m.deleted_at IS NULL AND m.hidden_at IS NULL
           GROUP BY t.message_id) AS left_over
    WHERE left_over.message_id = thread.message_id`);
  await run('UPDATE message SET pinned_by_id = NULL WHERE pinned_by_id IN (SELECT id FROM gone)');
}

/** Channels that outlive their demo people: those without anyone and anything go, the others get an owner. */
async function mendChannels(run: Run): Promise<void> {
  const touched = 'channel.organisation_id IN (SELECT organisation_id FROM gone)';
  await run(`DELETE FROM channel WHERE ${touched}
    AND NOT EXISTS (SELECT 1 FROM channel_member WHERE channel_id = channel.id)
    AND NOT EXISTS (SELECT 1 FROM message WHERE channel_id = channel.id)`);
  await run(`UPDATE channel SET
      member_count = (SELECT count(*) FROM channel_member WHERE channel_id = channel.id),
      last_message_at = (SELECT max(created_at) FROM message WHERE channel_id = channel.id),
      version = version + 1
    WHERE ${touched}`);
  await run(`UPDATE channel_member SET role = 'owner'
    FROM (SELECT DISTINCT ON (channel_id) channel_id, member_id FROM channel_member
           ORDER BY channel_id, joined_at, member_id) AS eldest
    JOIN channel ON channel.id = eldest.channel_id AND ${touched}
    WHERE channel_member.channel_id = eldest.channel_id AND channel_member.member_id = eldest.member_id
      AND NOT EXISTS (SELECT 1 FROM channel_member AS other
                       WHERE other.channel_id = eldest.channel_id AND other.role = 'owner')`);
}
