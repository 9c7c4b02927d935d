-- AlterTable
ALTER TABLE "audit_entry" ADD COLUMN     "address" BYTEA;

-- CreateTable
CREATE TABLE "audit_address" (
    "organisation_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "ip" TEXT,
    "user_agent" TEXT,
    "salt" BYTEA NOT NULL,

    CONSTRAINT "audit_address_pkey" PRIMARY KEY ("organisation_id","position")
);

-- CreateTable
CREATE TABLE "audit_checkpoint" (
    "organisation_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "hash" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3) NOT NULL,
    "public_key" TEXT NOT NULL,
    "signature" TEXT NOT NULL,

    CONSTRAINT "audit_checkpoint_pkey" PRIMARY KEY ("organisation_id","position")
);

-- CreateIndex
CREATE INDEX "audit_address_organisation_id_at_idx" ON "audit_address"("organisation_id", "at");

-- By hand

-- The audit log is append-only but at its beginning, and there it goes with a checkpoint only.
CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION refuse_audit_entry_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Deeper than one: this is the work of another trigger, and only a checkpoint's deletes entries.
  IF TG_OP = 'DELETE' AND pg_trigger_depth() > 1 AND EXISTS (
    SELECT 1 FROM audit_checkpoint
     WHERE organisation_id = OLD.organisation_id AND position >= OLD.position
  ) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
DROP TRIGGER audit_entry_append_only ON "audit_entry";
CREATE TRIGGER audit_entry_append_only
  BEFORE UPDATE OR DELETE ON "audit_entry"
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_entry_change();
ALTER TABLE "audit_entry" ENABLE ALWAYS TRIGGER "audit_entry_append_only";

CREATE TRIGGER audit_checkpoint_append_only
  BEFORE UPDATE OR DELETE ON "audit_checkpoint"
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_checkpoint_no_truncate
  BEFORE TRUNCATE ON "audit_checkpoint"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
ALTER TABLE "audit_checkpoint" ENABLE ALWAYS TRIGGER "audit_checkpoint_append_only";
ALTER TABLE "audit_checkpoint" ENABLE ALWAYS TRIGGER "audit_checkpoint_no_truncate";

-- A checkpoint names an entry as it is, never the last one, and none of the last year.
CREATE FUNCTION check_audit_checkpoint() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM audit_head WHERE organisation_id = NEW.organisation_id FOR UPDATE;
  IF NOT EXISTS (
    SELECT 1 FROM audit_entry JOIN audit_head AS head USING (organisation_id)
     WHERE organisation_id = NEW.organisation_id AND audit_entry.position = NEW.position
       AND audit_entry.hash = NEW.hash AND audit_entry.at = NEW.at
       AND NEW.position < head.position AND NEW.at < now() - interval '365 days'
  ) THEN
    RAISE EXCEPTION 'audit_checkpoint does not fit the log' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER audit_checkpoint_fits
  BEFORE INSERT ON "audit_checkpoint"
  FOR EACH ROW EXECUTE FUNCTION check_audit_checkpoint();
ALTER TABLE "audit_checkpoint" ENABLE ALWAYS TRIGGER "audit_checkpoint_fits";

CREATE FUNCTION prune_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM audit_address
   WHERE organisation_id = NEW.organisation_id AND position <= NEW.position;
  DELETE FROM audit_entry
   WHERE organisation_id = NEW.organisation_id AND position <= NEW.position;
  RETURN NULL;
END $$;
CREATE TRIGGER audit_checkpoint_prunes
  AFTER INSERT ON "audit_checkpoint"
  FOR EACH ROW EXECUTE FUNCTION prune_audit();
ALTER TABLE "audit_checkpoint" ENABLE ALWAYS TRIGGER "audit_checkpoint_prunes";
