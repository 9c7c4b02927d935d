import type { CaseRow, RouterOutputs } from '@atalaya/api/types';
import { AtalayaError } from '@atalaya/client';
import { createStore } from '@atalaya/ui/state';
import { api } from '../app/atalaya.ts';
import { queries } from '../app/queries.ts';
import { decidesCase } from '../case/combination.ts';
import { wordsOf } from '../case/decide.ts';
import { type Draft, typesOf } from '../case/draft.ts';
import { settleMarks } from './marks.ts';
import { queueList } from './queue-list.ts';

type Outcome = RouterOutputs['moderation']['cases']['decideMany']['results'][number];

/** So many in one call: in between one sees how far it is. */
const piece = 20;

/** How far the cases that are being decided are; null: none are. */
export const bulkProgress = createStore<{ done: number; total: number } | null>(null);

/** A case that could not be decided, with what the server said. */
export interface Failed {
  row: CaseRow;
  error: unknown;
}
/** Of the last time. */
export const bulkFailures = createStore<readonly Failed[]>([]);

/** Cases that were decided in one go: what can be taken back together. */
export interface Batch {
  id: string;
  at: number;
  rows: readonly CaseRow[];
}
export const lastBatch = createStore<Batch | null>(null);

/**
 * Decides all of them in the same way, piece by piece. Gives those that were decided; those that were
 * not stay marked. Throws when there is no answer: the rest was not asked for then.
 */
export async function decideAll(rows: readonly CaseRow[], decision: Draft): Promise<Batch> {
  const words = wordsOf(decision);
  const closes = decidesCase(typesOf(decision));
  const batchId = crypto.randomUUID();
  const batch: CaseRow[] = [];
  bulkFailures.set([]);
  try {
    for (const part of pieces(rows)) {
      bulkProgress.set({ done: batch.length + bulkFailures.get().length, total: rows.length });
      const cases = part.map(({ id: caseId, version }) => ({ caseId, version }));
      const results = await resultsOf(
        () => api.moderation.cases.decideMany.mutate({ ...words, batchId, cases }),
        part,
      );
      const done = part.filter((_, at) => results[at]?.outcome === 'done');
      batch.push(...done);
      bulkFailures.set([...bulkFailures.get(), ...failuresOf(part, results)]);
      takeOut(done, closes);
    }
  } finally {
    bulkProgress.set(null);
    if (closes && batch.length > 0) lastBatch.set({ id: batchId, at: Date.now(), rows: batch });
  }
  return { id: batchId, at: Date.now(), rows: batch };
}

/** Takes a whole batch back. Gives how many cases are open again. */
export async function undoBatch({ id: batchId, rows }: Batch): Promise<number> {
  if (lastBatch.get()?.id === batchId) lastBatch.set(null);
  bulkFailures.set([]);
  let open = 0;
  try {
    for (const part of pieces(rows)) {
      const caseIds = part.map(({ id }) => id);
      const results = await resultsOf(
        () => api.moderation.cases.undoMany.mutate({ batchId, caseIds }),
        part,
      );
      open += results.filter(({ outcome }) => outcome === 'done').length;
      bulkFailures.set([...bulkFailures.get(), ...failuresOf(part, results)]);
    }
  } finally {
    queueList.reread();
    for (const { id } of rows) void queries.invalidateQueries({ queryKey: ['case', id] });
  }
  return open;
}

function pieces<Item>(all: readonly Item[]): Item[][] {
  const count = Math.ceil(all.length / piece);
  return Array.from({ length: count }, (_, at) => all.slice(at * piece, (at + 1) * piece));
}

/** Asks once more when nobody knows whether it was carried out: the same batch decides nothing twice. */
async function resultsOf(
  ask: () => Promise<{ results: Outcome[] }>,
  part: readonly CaseRow[],
): Promise<readonly Outcome[]> {
  const asked = () =>
    ask().catch((thrown: unknown) => {
      const error = AtalayaError.from(thrown);
      // None of them is there for this person.
      if (error.code !== 'notFound') throw error;
      const { code, messageKey, params } = error;
      const refusal = { outcome: 'notFound' as const, error: { code, messageKey, params } };
      return { results: part.map(({ id: caseId }) => ({ caseId, ...refusal })) };
    });
  const answer = await asked().catch((error: AtalayaError) => {
    if (error.answered) throw error;
    return asked();
  });
  return answer.results;
}

const failuresOf = (part: readonly CaseRow[], results: readonly Outcome[]): Failed[] =>
  part.flatMap((row, at) => {
    const error = results[at]?.error;
    return error ? [{ row, error }] : [];
  });

function takeOut(done: readonly CaseRow[], closes: boolean): void {
  for (const row of done) {
    if (closes) {
      queueList.leave(row);
      queueList.left(row.id);
    }
    void queries.invalidateQueries({ queryKey: ['case', row.id] });
  }
  // What changed meanwhile has been told: to decide it again is to decide it as it is now.
  settleMarks(new Set(done.map(({ id }) => id)), queueList.get().rows);
}
