-- AlterTable
ALTER TABLE "notification" ADD COLUMN     "push_due_at" TIMESTAMPTZ(3);
