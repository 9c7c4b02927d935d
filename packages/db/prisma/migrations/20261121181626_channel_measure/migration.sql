-- CreateTable
CREATE TABLE "channel_measure" (
    "channel_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "bucket" SMALLINT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "channel_measure_pkey" PRIMARY KEY ("channel_id","hour","bucket")
);

-- AddForeignKey
ALTER TABLE "channel_measure" ADD CONSTRAINT "channel_measure_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "channel"("id") ON DELETE CASCADE ON UPDATE CASCADE;
