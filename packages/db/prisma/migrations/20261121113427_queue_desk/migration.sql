-- CreateEnum
CREATE TYPE "DeskEventKind" AS ENUM ('assigned', 'unassigned', 'escalated', 'deescalated', 'snoozed', 'woken');

-- AlterTable
ALTER TABLE "moderation_case" ADD COLUMN     "assignee_id" UUID,
ADD COLUMN     "escalated_at" TIMESTAMPTZ(3),
ADD COLUMN     "escalated_by_id" UUID,
ADD COLUMN     "snoozed_until" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "moderation_desk_event" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "kind" "DeskEventKind" NOT NULL,
    "by_id" UUID,
    "member_id" UUID,
    "until" TIMESTAMPTZ(3),
    "note" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "moderation_desk_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "queue_view" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "filters" JSONB NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "queue_view_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "moderation_desk_event_case_id_created_at_id_idx" ON "moderation_desk_event"("case_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "queue_view_organisation_id_shared_idx" ON "queue_view"("organisation_id", "shared");

-- CreateIndex
CREATE UNIQUE INDEX "queue_view_member_id_name_key" ON "queue_view"("member_id", "name");

-- AddForeignKey
ALTER TABLE "moderation_desk_event" ADD CONSTRAINT "moderation_desk_event_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "moderation_case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "queue_view" ADD CONSTRAINT "queue_view_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand

-- The few open cases that only administrators decide, in the queue's order; and what comes back in time.
CREATE INDEX "moderation_case_escalated_idx" ON "moderation_case" ("organisation_id", "due_at", "id")
  WHERE "state" = 'open' AND "escalated_at" IS NOT NULL;
CREATE INDEX "moderation_case_snoozed_idx" ON "moderation_case" ("snoozed_until")
  WHERE "snoozed_until" IS NOT NULL;

-- What was arranged about a case is append-only, whoever asks.
CREATE TRIGGER moderation_desk_event_append_only
  BEFORE UPDATE OR DELETE ON "moderation_desk_event" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER moderation_desk_event_no_truncate
  BEFORE TRUNCATE ON "moderation_desk_event" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE "moderation_desk_event" ENABLE ALWAYS TRIGGER "moderation_desk_event_append_only";
ALTER TABLE "moderation_desk_event" ENABLE ALWAYS TRIGGER "moderation_desk_event_no_truncate";
