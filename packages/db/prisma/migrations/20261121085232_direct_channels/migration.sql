-- AlterTable
ALTER TABLE "channel" ADD COLUMN     "direct_key" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "channel_direct_key_key" ON "channel"("direct_key");
