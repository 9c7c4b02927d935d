-- CreateTable
CREATE TABLE "talk_hour" (
    "organisation_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "channel_id" UUID NOT NULL,
    "messages" INTEGER NOT NULL,

    CONSTRAINT "talk_hour_pkey" PRIMARY KEY ("organisation_id","hour","channel_id")
);

-- CreateTable
CREATE TABLE "talk_counted" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "talk_counted_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "login_attempt_created_at_idx" ON "login_attempt"("created_at");

-- CreateIndex
CREATE INDEX "notification_organisation_id_created_at_idx" ON "notification"("organisation_id", "created_at");

-- CreateIndex
CREATE INDEX "refresh_token_expires_at_idx" ON "refresh_token"("expires_at");

-- By hand

-- When a session was over, as the sweep asks for it.
CREATE INDEX "session_over_idx" ON "session" ((least("expires_at", coalesce("revoked_at", "expires_at"))));
