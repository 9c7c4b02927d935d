-- AlterTable
ALTER TABLE "channel_member" ADD COLUMN     "delivered_seq" INTEGER NOT NULL DEFAULT 0;
