-- AlterTable
ALTER TABLE "channel" ADD COLUMN     "idle_warned_at" TIMESTAMPTZ(3),
ADD COLUMN     "keep_open" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "managers_only" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "reopened_at" TIMESTAMPTZ(3),
ADD COLUMN     "slow_seconds" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "channel_turn" (
    "channel_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "wrote_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "channel_turn_pkey" PRIMARY KEY ("channel_id","member_id")
);

-- CreateTable
CREATE TABLE "channel_mute" (
    "channel_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "muted_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "channel_mute_pkey" PRIMARY KEY ("channel_id","member_id")
);

-- CreateTable
CREATE TABLE "channel_invite" (
    "id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "code_hash" BYTEA NOT NULL,
    "role" "ChannelRole" NOT NULL DEFAULT 'writer',
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "uses_left" INTEGER NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "channel_invite_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "channel_mute_member_id_idx" ON "channel_mute"("member_id");

-- CreateIndex
CREATE UNIQUE INDEX "channel_invite_code_hash_key" ON "channel_invite"("code_hash");

-- CreateIndex
CREATE INDEX "channel_invite_channel_id_id_idx" ON "channel_invite"("channel_id", "id");

-- CreateIndex
CREATE INDEX "channel_invite_created_by_id_idx" ON "channel_invite"("created_by_id");

-- AddForeignKey
ALTER TABLE "channel_turn" ADD CONSTRAINT "channel_turn_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "channel"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channel_turn" ADD CONSTRAINT "channel_turn_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channel_mute" ADD CONSTRAINT "channel_mute_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "channel"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channel_mute" ADD CONSTRAINT "channel_mute_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channel_mute" ADD CONSTRAINT "channel_mute_muted_by_id_fkey" FOREIGN KEY ("muted_by_id") REFERENCES "member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channel_invite" ADD CONSTRAINT "channel_invite_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "channel"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channel_invite" ADD CONSTRAINT "channel_invite_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;
