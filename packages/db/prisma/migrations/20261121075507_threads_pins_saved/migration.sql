-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.

ALTER TYPE "ChannelEventKind" ADD VALUE 'pinned';
ALTER TYPE "ChannelEventKind" ADD VALUE 'unpinned';

-- AlterTable
ALTER TABLE "message" ADD COLUMN     "in_channel" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "pinned_at" TIMESTAMPTZ(3),
ADD COLUMN     "pinned_by_id" UUID,
ADD COLUMN     "thread_id" UUID;

-- CreateTable
CREATE TABLE "thread" (
    "message_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "reply_count" INTEGER NOT NULL DEFAULT 0,
    "last_reply_seq" INTEGER NOT NULL DEFAULT 0,
    "last_reply_at" TIMESTAMPTZ(3),
    "repliers" UUID[] DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "thread_pkey" PRIMARY KEY ("message_id")
);

-- CreateTable
CREATE TABLE "thread_follow" (
    "member_id" UUID NOT NULL,
    "thread_id" UUID NOT NULL,
    "following" BOOLEAN NOT NULL DEFAULT true,
    "last_read_seq" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "thread_follow_pkey" PRIMARY KEY ("member_id","thread_id")
);

-- CreateTable
CREATE TABLE "saved_message" (
    "member_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_message_pkey" PRIMARY KEY ("member_id","message_id")
);

-- CreateIndex
CREATE INDEX "thread_follow_thread_id_idx" ON "thread_follow"("thread_id");

-- CreateIndex
CREATE INDEX "saved_message_member_id_saved_at_message_id_idx" ON "saved_message"("member_id", "saved_at" DESC, "message_id");

-- CreateIndex
CREATE INDEX "saved_message_message_id_idx" ON "saved_message"("message_id");

-- AddForeignKey
ALTER TABLE "thread" ADD CONSTRAINT "thread_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "thread_follow" ADD CONSTRAINT "thread_follow_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "thread_follow" ADD CONSTRAINT "thread_follow_thread_id_fkey" FOREIGN KEY ("thread_id") REFERENCES "thread"("message_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saved_message" ADD CONSTRAINT "saved_message_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saved_message" ADD CONSTRAINT "saved_message_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand

-- A thread's replies by number, and a channel's pinned messages. Neither holds what is in no thread
-- and not pinned, so that writing a message costs what it did.
CREATE INDEX "message_thread_idx" ON "message" ("thread_id", "seq") WHERE "thread_id" IS NOT NULL;
CREATE INDEX "message_pinned_idx" ON "message" ("channel_id", "pinned_at" DESC) WHERE "pinned_at" IS NOT NULL;

-- Every reply updates its thread's row: room on the page keeps those updates cheap.
ALTER TABLE "thread" SET (fillfactor = 60);
