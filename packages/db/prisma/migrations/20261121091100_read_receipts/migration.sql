-- AlterTable
ALTER TABLE "channel_member" ADD COLUMN     "seen_seq" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "member" ADD COLUMN     "read_receipts" BOOLEAN NOT NULL DEFAULT true;
