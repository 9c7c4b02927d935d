-- By hand

-- Whoever reads a channel reads what they were told of its messages.
CREATE INDEX "notification_unread_of_channel" ON "notification" ("member_id", ("params" ->> 'channelId'))
  WHERE "read_at" IS NULL AND "message_id" IS NOT NULL;
