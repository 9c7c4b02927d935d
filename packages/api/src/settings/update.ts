import type { StaffContext, Transaction } from '../context.ts';
import type { SettingsOutput, SettingsPatch } from './schemas.ts';
import { type Change, changesOf, readTree } from './tree.ts';

/**
 * Changes settings of the caller's organisation: all values of the patch or none, with an audit
 * entry for each. They are in force on every node a moment later, here at once.
 */
export async function updateSettings(
  ctx: StaffContext,
  patch: SettingsPatch,
): Promise<SettingsOutput> {
  const { organisationId } = ctx.actor;
  const now = await ctx.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM organisation WHERE id = ${organisationId}::uuid FOR NO KEY UPDATE`;
    const { values } = await readSettings(tx, organisationId);
    const changes = changesOf(values, patch);
    for (const change of changes) await store(tx, ctx, change);
    if (changes.length === 0) {
      await ctx.audit.write(tx, { subjectType: 'setting', before: {}, after: {} });
    }
    return readSettings(tx, organisationId);
  });
  ctx.settings.changed(organisationId, now);
  return now;
}

async function readSettings(tx: Transaction, organisationId: string): Promise<SettingsOutput> {
  const rows = await tx.setting.findMany({ where: { organisationId } });
  return readTree(rows, () => {});
}

async function store(
  tx: Transaction,
  ctx: StaffContext,
  { path, before, after }: Change,
): Promise<void> {
  const { organisationId, memberId } = ctx.actor;
  const data = { value: after, updatedById: memberId };
  await tx.setting.upsert({
    where: { organisationId_path: { organisationId, path } },
    create: { organisationId, path, ...data },
    update: { ...data, version: { increment: 1 } },
  });
  await ctx.audit.write(tx, { subjectType: 'setting', subjectId: path, before, after });
}
