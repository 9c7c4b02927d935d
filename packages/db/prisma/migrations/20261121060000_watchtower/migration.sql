-- CreateEnum
CREATE TYPE "AlertKind" AS ENUM ('flagBurst', 'errorRate', 'attack');

-- CreateEnum
CREATE TYPE "AlertSeverity" AS ENUM ('info', 'warning', 'critical');

-- CreateEnum
CREATE TYPE "AlertState" AS ENUM ('open', 'acknowledged', 'resolved');

-- CreateEnum
CREATE TYPE "SubjectType" AS ENUM ('message', 'channel', 'member');

-- CreateEnum
CREATE TYPE "Policy" AS ENUM ('spam', 'harassment', 'hate', 'violence', 'sexual', 'selfHarm', 'illegal', 'impersonation', 'privacy', 'other');

-- CreateEnum
CREATE TYPE "CaseState" AS ENUM ('open', 'decided');

-- CreateEnum
CREATE TYPE "SanctionKind" AS ENUM ('warn', 'hide', 'delete', 'mute', 'ban');

-- CreateEnum
CREATE TYPE "RuleKind" AS ENUM ('words', 'pattern', 'links', 'flood', 'duplicates');

-- CreateEnum
CREATE TYPE "RuleOutcome" AS ENUM ('flag', 'hold', 'block');

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.

ALTER TYPE "ChannelEventKind" ADD VALUE 'hidden';
ALTER TYPE "ChannelEventKind" ADD VALUE 'shown';

-- AlterTable
ALTER TABLE "member" ADD COLUMN     "banned_until" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "message" ADD COLUMN     "hidden_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "alert" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "kind" "AlertKind" NOT NULL,
    "severity" "AlertSeverity" NOT NULL,
    "key" TEXT NOT NULL,
    "params" JSONB NOT NULL DEFAULT '{}',
    "count" INTEGER NOT NULL DEFAULT 1,
    "state" "AlertState" NOT NULL DEFAULT 'open',
    "first_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "acknowledged_at" TIMESTAMPTZ(3),
    "acknowledged_by_id" UUID,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by_id" UUID,
    "escalated_at" TIMESTAMPTZ(3),
    "silenced_until" TIMESTAMPTZ(3),

    CONSTRAINT "alert_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "moderation_case" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "subject_type" "SubjectType" NOT NULL,
    "subject_id" UUID NOT NULL,
    "concerns_id" UUID,
    "channel_id" UUID,
    "state" "CaseState" NOT NULL DEFAULT 'open',
    "policy" "Policy" NOT NULL,
    "severity" INTEGER NOT NULL,
    "reach" INTEGER NOT NULL DEFAULT 0,
    "flag_count" INTEGER NOT NULL DEFAULT 0,
    "detection_count" INTEGER NOT NULL DEFAULT 0,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_by_id" UUID,
    "claimed_at" TIMESTAMPTZ(3),
    "claimed_until" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),
    "decided_by_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "moderation_case_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "moderation_flag" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "flagger_id" UUID,
    "rule_id" UUID,
    "policy" "Policy" NOT NULL,
    "severity" INTEGER NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "matched" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "moderation_flag_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "moderation_evidence" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "content" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "moderation_evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "moderation_decision" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "decider_id" UUID NOT NULL,
    "actions" JSONB NOT NULL,
    "policy" "Policy" NOT NULL,
    "statement" TEXT NOT NULL DEFAULT '',
    "note" TEXT NOT NULL DEFAULT '',
    "reverts_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "moderation_decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sanction" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "decision_id" UUID NOT NULL,
    "kind" "SanctionKind" NOT NULL,
    "member_id" UUID NOT NULL,
    "channel_id" UUID,
    "message_id" UUID,
    "policy" "Policy" NOT NULL,
    "statement" TEXT NOT NULL DEFAULT '',
    "starts_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ends_at" TIMESTAMPTZ(3),
    "lifted_at" TIMESTAMPTZ(3),

    CONSTRAINT "sanction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "moderation_rule" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "RuleKind" NOT NULL,
    "config" JSONB NOT NULL,
    "outcome" "RuleOutcome" NOT NULL,
    "policy" "Policy" NOT NULL,
    "severity" INTEGER NOT NULL DEFAULT 2,
    "channel_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "owner_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "moderation_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "params" JSONB NOT NULL DEFAULT '{}',
    "key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "notification_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "alert_organisation_id_state_last_at_id_idx" ON "alert"("organisation_id", "state", "last_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "alert_organisation_id_last_at_id_idx" ON "alert"("organisation_id", "last_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "alert_state_escalated_at_first_at_idx" ON "alert"("state", "escalated_at", "first_at");

-- CreateIndex
CREATE INDEX "moderation_case_organisation_id_state_due_at_id_idx" ON "moderation_case"("organisation_id", "state", "due_at", "id");

-- CreateIndex
CREATE INDEX "moderation_case_organisation_id_decided_at_id_idx" ON "moderation_case"("organisation_id", "decided_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "moderation_case_organisation_id_concerns_id_opened_at_idx" ON "moderation_case"("organisation_id", "concerns_id", "opened_at" DESC);

-- CreateIndex
CREATE INDEX "moderation_case_subject_type_subject_id_idx" ON "moderation_case"("subject_type", "subject_id");

-- CreateIndex
CREATE INDEX "moderation_flag_organisation_id_created_at_idx" ON "moderation_flag"("organisation_id", "created_at");

-- CreateIndex
CREATE INDEX "moderation_flag_flagger_id_created_at_idx" ON "moderation_flag"("flagger_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "moderation_flag_case_id_flagger_id_key" ON "moderation_flag"("case_id", "flagger_id");

-- CreateIndex
CREATE UNIQUE INDEX "moderation_evidence_case_id_hash_key" ON "moderation_evidence"("case_id", "hash");

-- CreateIndex
CREATE UNIQUE INDEX "moderation_decision_reverts_id_key" ON "moderation_decision"("reverts_id");

-- CreateIndex
CREATE INDEX "moderation_decision_organisation_id_created_at_idx" ON "moderation_decision"("organisation_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "moderation_decision_case_id_created_at_idx" ON "moderation_decision"("case_id", "created_at");

-- CreateIndex
CREATE INDEX "sanction_member_id_lifted_at_kind_idx" ON "sanction"("member_id", "lifted_at", "kind");

-- CreateIndex
CREATE INDEX "sanction_lifted_at_ends_at_idx" ON "sanction"("lifted_at", "ends_at");

-- CreateIndex
CREATE INDEX "sanction_message_id_idx" ON "sanction"("message_id");

-- CreateIndex
CREATE UNIQUE INDEX "moderation_rule_organisation_id_name_key" ON "moderation_rule"("organisation_id", "name");

-- CreateIndex
CREATE INDEX "notification_member_id_id_idx" ON "notification"("member_id", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "notification_member_id_key_key" ON "notification"("member_id", "key");

-- AddForeignKey
ALTER TABLE "moderation_flag" ADD CONSTRAINT "moderation_flag_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "moderation_case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "moderation_evidence" ADD CONSTRAINT "moderation_evidence_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "moderation_case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "moderation_decision" ADD CONSTRAINT "moderation_decision_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "moderation_case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sanction" ADD CONSTRAINT "sanction_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "moderation_decision"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand

-- One open case per subject, one live alert per key.
CREATE UNIQUE INDEX "moderation_case_open_key" ON "moderation_case" ("organisation_id", "subject_type", "subject_id")
  WHERE "state" = 'open';
CREATE UNIQUE INDEX "alert_live_key" ON "alert" ("organisation_id", "key") WHERE "state" <> 'resolved';

-- What is unread is counted at every start of a client.
CREATE INDEX "notification_unread_idx" ON "notification" ("member_id") WHERE "read_at" IS NULL;

-- Evidence and decisions are append-only, whoever asks.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER moderation_evidence_append_only
  BEFORE UPDATE OR DELETE ON "moderation_evidence" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER moderation_evidence_no_truncate
  BEFORE TRUNCATE ON "moderation_evidence" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER moderation_decision_append_only
  BEFORE UPDATE OR DELETE ON "moderation_decision" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER moderation_decision_no_truncate
  BEFORE TRUNCATE ON "moderation_decision" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE "moderation_evidence" ENABLE ALWAYS TRIGGER "moderation_evidence_append_only";
ALTER TABLE "moderation_evidence" ENABLE ALWAYS TRIGGER "moderation_evidence_no_truncate";
ALTER TABLE "moderation_decision" ENABLE ALWAYS TRIGGER "moderation_decision_append_only";
ALTER TABLE "moderation_decision" ENABLE ALWAYS TRIGGER "moderation_decision_no_truncate";

-- Messages by time, for the console's figures; they are read from the index alone.
CREATE INDEX "message_time_idx" ON "message" ("created_at") INCLUDE ("channel_id");

-- The staff's list of people: who joined last, who was here last, and the few who are no plain members.
CREATE INDEX "member_joined_idx" ON "member" ("organisation_id", "created_at", "id");
CREATE INDEX "member_last_active_idx" ON "member"
  ("organisation_id", coalesce("last_active_at", '-infinity'::timestamptz), "id");
CREATE INDEX "member_staff_idx" ON "member" ("organisation_id", "role", "display_name", "id")
  WHERE "role" <> 'member';

-- Wrong sign-ins of the last minutes, for alerts.
CREATE INDEX "login_attempt_wrong_idx" ON "login_attempt" ("created_at") INCLUDE ("ip", "member_id")
  WHERE "reason" IN ('wrongPassword', 'unknownAddress');
