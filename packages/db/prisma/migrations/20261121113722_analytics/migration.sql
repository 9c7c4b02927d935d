-- CreateEnum
CREATE TYPE "MeasureKind" AS ENUM ('delivery', 'load', 'connectionError');

-- CreateTable
CREATE TABLE "talk_day" (
    "organisation_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "channel_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "messages" INTEGER NOT NULL,

    CONSTRAINT "talk_day_pkey" PRIMARY KEY ("organisation_id","day","channel_id","member_id")
);

-- CreateTable
CREATE TABLE "talk_day_counted" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "talk_day_counted_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "online_day" (
    "organisation_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "member_id" UUID NOT NULL,
    "minutes" INTEGER NOT NULL,

    CONSTRAINT "online_day_pkey" PRIMARY KEY ("organisation_id","day","member_id")
);

-- CreateTable
CREATE TABLE "online_counted" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "minute" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "online_counted_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "client_measure" (
    "organisation_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "kind" "MeasureKind" NOT NULL,
    "bucket" SMALLINT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "client_measure_pkey" PRIMARY KEY ("organisation_id","kind","hour","bucket")
);

-- CreateIndex
CREATE INDEX "online_day_member_id_idx" ON "online_day"("member_id");

-- AddForeignKey
ALTER TABLE "online_day" ADD CONSTRAINT "online_day_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;
