-- AlterTable
ALTER TABLE "notification" ADD COLUMN     "dispatched" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "in_app" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "mail_due" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "mail_id" UUID,
ADD COLUMN     "mailed_at" TIMESTAMPTZ(3),
ADD COLUMN     "message_id" UUID;

-- CreateTable
CREATE TABLE "notification_preference" (
    "member_id" UUID NOT NULL,
    "choices" JSONB NOT NULL DEFAULT '{}',
    "quiet_from" SMALLINT,
    "quiet_to" SMALLINT,
    "time_zone" TEXT NOT NULL DEFAULT 'Europe/Madrid',
    "mail_after_minutes" SMALLINT NOT NULL DEFAULT 10,
    "digest_hour" SMALLINT,
    "last_digest_on" TEXT,

    CONSTRAINT "notification_preference_pkey" PRIMARY KEY ("member_id")
);

-- CreateTable
CREATE TABLE "push_subscription" (
    "id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "endpoint" TEXT NOT NULL,
    "p256dh" TEXT NOT NULL,
    "auth" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "push_subscription_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "push_subscription_endpoint_key" ON "push_subscription"("endpoint");

-- CreateIndex
CREATE INDEX "push_subscription_member_id_idx" ON "push_subscription"("member_id");

-- AddForeignKey
ALTER TABLE "notification_preference" ADD CONSTRAINT "notification_preference_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "push_subscription" ADD CONSTRAINT "push_subscription_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand
CREATE INDEX "notification_undispatched" ON "notification" ("id") WHERE NOT "dispatched";
CREATE INDEX "notification_mail_due" ON "notification" ("member_id", "id") WHERE "mail_due";
