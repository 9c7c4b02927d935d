-- CreateEnum
CREATE TYPE "FilePurpose" AS ENUM ('message');

-- CreateEnum
CREATE TYPE "FileState" AS ENUM ('uploading', 'processing', 'ready', 'refused', 'removed');

-- CreateTable
CREATE TABLE "file" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "purpose" "FilePurpose" NOT NULL,
    "channel_id" UUID,
    "message_id" UUID,
    "place" INTEGER NOT NULL DEFAULT 0,
    "state" "FileState" NOT NULL DEFAULT 'uploading',
    "refusal" TEXT,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL DEFAULT '',
    "bytes" BIGINT NOT NULL,
    "stored_bytes" BIGINT NOT NULL,
    "variants" JSONB NOT NULL DEFAULT '{}',
    "width" INTEGER,
    "height" INTEGER,
    "thumbhash" TEXT,
    "sent_hash" BYTEA,
    "kept_hash" BYTEA,
    "frozen_at" TIMESTAMPTZ(3),
    "gone_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "file_usage" (
    "organisation_id" UUID NOT NULL,
    "bytes" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "file_usage_pkey" PRIMARY KEY ("organisation_id")
);

-- CreateIndex
CREATE INDEX "file_message_id_place_idx" ON "file"("message_id", "place");

-- CreateIndex
CREATE INDEX "file_owner_id_created_at_idx" ON "file"("owner_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "file_channel_id_created_at_idx" ON "file"("channel_id", "created_at" DESC);

-- By hand

-- What no message carries, what lost its message, and what is on its way out, for the sweep.
CREATE INDEX "file_unattached_idx" ON "file" ("created_at") WHERE "message_id" IS NULL;
CREATE INDEX "file_removed_idx" ON "file" ("id") WHERE "state" = 'removed';
CREATE INDEX "file_gone_idx" ON "file" ("gone_at") WHERE "gone_at" IS NOT NULL AND "frozen_at" IS NULL;

-- The quota is asked with every upload: a sum over all files would take longer every day. Kept here
-- and not by the server, so that no way of making or deleting a file forgets it.
CREATE FUNCTION count_file_usage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.stored_bytes <> 0 THEN
    UPDATE file_usage SET bytes = bytes - OLD.stored_bytes WHERE organisation_id = OLD.organisation_id;
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.stored_bytes <> 0 THEN
    INSERT INTO file_usage (organisation_id, bytes) VALUES (NEW.organisation_id, NEW.stored_bytes)
    ON CONFLICT (organisation_id) DO UPDATE SET bytes = file_usage.bytes + EXCLUDED.bytes;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER file_usage_added AFTER INSERT OR DELETE ON "file"
  FOR EACH ROW EXECUTE FUNCTION count_file_usage();
CREATE TRIGGER file_usage_changed AFTER UPDATE OF stored_bytes ON "file"
  FOR EACH ROW WHEN (OLD.stored_bytes IS DISTINCT FROM NEW.stored_bytes)
  EXECUTE FUNCTION count_file_usage();
