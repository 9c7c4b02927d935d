-- By hand

-- The index of messages' words. Derived: filled from the channels' logs by chat/search-index.ts, and made
-- anew from the messages when search_window is empty. Apart from "message", so that writing one stays cheap.
CREATE TABLE "message_search" (
  "message_id" uuid NOT NULL PRIMARY KEY,
  "channel_id" uuid NOT NULL,
  "created_at" timestamptz(3) NOT NULL,
  -- Stems with their places, and without places @a<author>, @c<channel>, @w<window>.
  "words" tsvector NOT NULL
);
-- A GIN index writes what is new to a list that every search reads: half a megabyte is read in a moment.
CREATE INDEX "message_search_words_idx" ON "message_search" USING gin ("words")
  WITH (fastupdate = on, gin_pending_list_limit = 512);
CREATE INDEX "message_search_channel_idx" ON "message_search" ("channel_id", "created_at");

-- Up to which number each channel's log is in the index.
CREATE TABLE "search_progress" (
  "channel_id" uuid NOT NULL PRIMARY KEY,
  "seq" integer NOT NULL
) WITH (fillfactor = 50);

-- Stretches of time that hold about as many messages each; a window ends where the next one begins.
CREATE TABLE "search_window" (
  "id" integer NOT NULL PRIMARY KEY,
  "starts_at" timestamptz(3) NOT NULL,
  "messages" integer NOT NULL DEFAULT 0
);

-- Every stem once: what somebody has begun to write is completed from it.
CREATE TABLE "search_word" (
  "word" text COLLATE "C" NOT NULL PRIMARY KEY
);
