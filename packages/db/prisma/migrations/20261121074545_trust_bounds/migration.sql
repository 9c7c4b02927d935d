-- AlterEnum
ALTER TYPE "CaseState" ADD VALUE 'merged';

-- AlterTable
ALTER TABLE "moderation_case" ADD COLUMN     "decidable_from" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "merged_into_id" UUID;

-- AlterTable
ALTER TABLE "moderation_evidence" ADD COLUMN     "context_id" UUID;

-- CreateIndex
CREATE INDEX "moderation_case_merged_into_id_idx" ON "moderation_case"("merged_into_id");

-- CreateIndex
CREATE INDEX "moderation_evidence_case_id_created_at_id_idx" ON "moderation_evidence"("case_id", "created_at", "id");

-- By hand

UPDATE "moderation_case" SET "decidable_from" = "version";
