-- CreateTable
CREATE TABLE "link_preview" (
    "message_id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "site" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removed_at" TIMESTAMPTZ(3),
    "removed_by_id" UUID,

    CONSTRAINT "link_preview_pkey" PRIMARY KEY ("message_id","url")
);

-- CreateTable
CREATE TABLE "link_page" (
    "organisation_id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "site" TEXT NOT NULL,
    "title" TEXT,
    "description" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "link_page_pkey" PRIMARY KEY ("organisation_id","url")
);

-- CreateIndex
CREATE INDEX "link_page_expires_at_idx" ON "link_page"("expires_at");

-- AddForeignKey
ALTER TABLE "link_preview" ADD CONSTRAINT "link_preview_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "link_page" ADD CONSTRAINT "link_page_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;
