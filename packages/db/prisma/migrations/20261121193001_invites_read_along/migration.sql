-- By hand

-- Whoever reads a channel reads that they were brought into it.
CREATE INDEX "notification_unread_invite" ON "notification" ("member_id", ("params" ->> 'channelId'))
  WHERE "read_at" IS NULL AND "kind" = 'channelInvite';
