-- AlterTable
ALTER TABLE "alert" ADD COLUMN     "concerns_id" UUID;
