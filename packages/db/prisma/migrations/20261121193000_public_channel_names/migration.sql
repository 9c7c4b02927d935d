-- By hand

-- The first one keeps its name; later ones get the end of their id, within the 80 characters of a name.
UPDATE "channel" c SET "name" = left(c."name", 71) || ' ' || right(c."id"::text, 8)
  FROM (SELECT "id", row_number() OVER (PARTITION BY "organisation_id", lower("name")
                                            ORDER BY "created_at", "id") AS place
          FROM "channel"
         WHERE "type" = 'public' AND "archived_at" IS NULL AND "deleted_at" IS NULL) AS open
 WHERE open."id" = c."id" AND open.place > 1;

-- Archived channels give their name away; whoever opens one again may have to rename.
CREATE UNIQUE INDEX "channel_public_name" ON "channel" ("organisation_id", lower("name"))
  WHERE "type" = 'public' AND "archived_at" IS NULL AND "deleted_at" IS NULL;
