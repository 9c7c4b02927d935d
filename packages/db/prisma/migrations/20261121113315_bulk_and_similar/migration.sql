-- AlterTable
ALTER TABLE "moderation_case" ADD COLUMN     "text_mark" BYTEA;

-- AlterTable
ALTER TABLE "moderation_decision" ADD COLUMN     "batch_id" UUID;

-- CreateIndex
CREATE INDEX "moderation_case_organisation_id_text_mark_id_idx" ON "moderation_case"("organisation_id", "text_mark", "id" DESC);

-- CreateIndex
CREATE INDEX "moderation_case_organisation_id_policy_decided_at_idx" ON "moderation_case"("organisation_id", "policy", "decided_at" DESC);

-- CreateIndex
CREATE INDEX "moderation_decision_batch_id_idx" ON "moderation_decision"("batch_id");

-- CreateIndex
CREATE INDEX "moderation_flag_rule_id_case_id_idx" ON "moderation_flag"("rule_id", "case_id" DESC);

-- By hand
-- A decision is told in one notice with all its measures: those written before had one each.
UPDATE "notification"
   SET "params" = jsonb_build_object('policy', "params"->'policy', 'measures', jsonb_build_array(
         "params" - 'policy' - 'statement'))
       || CASE WHEN "kind" = 'sanction'
               THEN jsonb_build_object('statement', "params"->'statement') ELSE '{}' END
 WHERE "kind" IN ('sanction', 'sanctionLifted') AND "params" ? 'sanctionId';
