import type { Services, Transaction } from '../context.ts';
import { Refused } from './inspect.ts';
import { processing } from './jobs.ts';
import { discard, type Kept, keep } from './keep.ts';
import { type FileRow, readFile, toFile } from './rows.ts';

type Needs = Pick<
  Services,
  'db' | 'pool' | 'files' | 'uploads' | 'settings' | 'fileFeed' | 'carriers' | 'log'
>;

/**
 * Looks at an upload that is whole and brings it into the store, or refuses it and keeps nothing. Runs
 * as a job: may be broken off anywhere and run again.
 */
export async function processFile(services: Needs, fileId: string): Promise<void> {
  const row = await readFile(services.pool, fileId);
  if (!row) return;
  if (row.state === 'processing') {
    const outcome = await judge(services, row);
    await settle(services, row, outcome);
  }
  await services.uploads.delete(fileId);
  const settled = await readFile(services.pool, fileId);
  if (settled) services.fileFeed.tell(row.ownerId, toFile(settled));
}

type Outcome = { kept: Kept } | { refused: Refused };

async function judge(services: Needs, row: FileRow): Promise<Outcome> {
  const settings = await services.settings.of(row.organisationId);
  try {
    if ((await services.uploads.size(row.id)) === null) throw new Refused('fileLost');
    return { kept: await keep(services, row, settings) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    services.log.info({ fileId: row.id, reason: error.reason, err: error.cause }, 'file refused');
    await discard(services, row);
    return { refused: error };
  }
}

async function settle(services: Needs, row: FileRow, outcome: Outcome): Promise<void> {
  for (;;) {
    const current = await readFile(services.pool, row.id);
    if (current?.state !== 'processing') {
      // Its sender took it back meanwhile.
      if (!current || current.state === 'removed') await discard(services, row);
      return;
    }
    const told = await services.db.$transaction((tx) => write(services, tx, current, outcome));
    if (!told) continue;
    return told();
  }
}

/** Null: a message took it, or it was removed, since it was read. */
async function write(
  { carriers }: Needs,
  tx: Transaction,
  row: FileRow,
  outcome: Outcome,
): Promise<(() => Promise<void>) | null> {
  const { organisationId, ownerId, messageId, channelId } = row;
  const tell =
    messageId && channelId
      ? await carriers.changed(tx, { organisationId, ownerId, messageId, channelId })
      : async () => {};
  const { count } = await tx.storedFile.updateMany({
    where: { id: row.id, state: 'processing', messageId },
    data: 'kept' in outcome ? asReady(outcome.kept) : asRefused(outcome.refused),
  });
  return count > 0 ? tell : null;
}

function asReady(kept: Kept) {
  const bytes = kept.variants.original ?? 0;
  const storedBytes = Object.values(kept.variants).reduce((sum, size) => sum + size, 0);
  return { ...kept, state: 'ready' as const, bytes, storedBytes };
}

const asRefused = ({ reason }: Refused) => ({
  state: 'refused' as const,
  refusal: reason,
  storedBytes: 0,
});

/** Starts this domain's workers. */
export async function workFileJobs(services: Needs & Pick<Services, 'jobs'>): Promise<void> {
  await services.jobs.work(processing, ({ fileId }) => processFile(services, fileId));
}
