-- AlterEnum
ALTER TYPE "AlertKind" ADD VALUE 'illegalContent';

-- AlterTable
ALTER TABLE "alert" ADD COLUMN     "concerns_channel_id" UUID;

-- AlterTable
ALTER TABLE "moderation_flag" ADD COLUMN     "weight" INTEGER NOT NULL DEFAULT 100;

-- CreateTable
CREATE TABLE "flag_mute" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "muted_by_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "lifted_at" TIMESTAMPTZ(3),
    "lifted_by_id" UUID,

    CONSTRAINT "flag_mute_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "flag_mute_organisation_id_starts_at_idx" ON "flag_mute"("organisation_id", "starts_at" DESC);

-- By hand

-- One that is not lifted per person.
CREATE UNIQUE INDEX "flag_mute_live" ON "flag_mute"("member_id") WHERE "lifted_at" IS NULL;

CREATE INDEX "alert_about_channel" ON "alert"("concerns_channel_id") WHERE "concerns_channel_id" IS NOT NULL;

-- What is about a channel says so in its key until now.
UPDATE "alert" SET "concerns_channel_id" = substring("key" FROM '^flagBurst:channel:(.+)$')::uuid
 WHERE "key" ~ '^flagBurst:channel:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

-- The few who run a channel, however many are in it.
CREATE INDEX "channel_member_running" ON "channel_member"("channel_id", "member_id") WHERE "role" IN ('owner', 'manager');
