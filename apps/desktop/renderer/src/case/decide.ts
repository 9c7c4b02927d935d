import type { CaseDetail, CaseRow, RouterInputs, RouterOutputs } from '@atalaya/api/types';
import { api } from '../app/atalaya.ts';
import { queries } from '../app/queries.ts';
import { queueList } from '../queue/queue-list.ts';
import { caseKey } from './case-query.ts';
import { bearsNote, decidesCase, isTold } from './combination.ts';
import { type Draft, typesOf } from './draft.ts';

type DecideInput = RouterInputs['moderation']['cases']['decide'];

/** What the draft asks the server for, of whichever case. A text whose field is not shown was for another action. */
export function wordsOf(decision: Draft): Omit<DecideInput, 'caseId' | 'version'> {
  const types = typesOf(decision);
  const statement = isTold(types) ? decision.statement.trim() : '';
  const note = bearsNote(types) ? decision.note.trim() : '';
  return {
    actions: decision.actions.map(({ type, minutes, everywhere }) => ({
      type,
      ...((type === 'mute' || type === 'ban') && minutes !== undefined && { minutes }),
      ...(type === 'mute' && { everywhere }),
    })),
    policy: decision.policy,
    ...(statement !== '' && { statement }),
    ...(note !== '' && { note }),
  };
}

export const decisionOf = (
  { id, version }: Pick<CaseDetail, 'id' | 'version'>,
  decision: Draft,
): DecideInput => ({ caseId: id, version, ...wordsOf(decision) });

/** The last thing of a list that the detail shows, without what only the detail has. */
export const rowOf = (detail: CaseDetail): CaseRow => ({
  id: detail.id,
  subjectType: detail.subjectType,
  subjectId: detail.subjectId,
  state: detail.state,
  policy: detail.policy,
  severity: detail.severity,
  reach: detail.reach,
  flagCount: detail.flagCount,
  detectionCount: detail.detectionCount,
  openedAt: detail.openedAt,
  dueAt: detail.dueAt,
  version: detail.version,
  claim: detail.claim,
  concerns: detail.concerns,
  channel: detail.channel,
  assignee: detail.assignee,
  escalatedAt: detail.escalatedAt,
  snoozedUntil: detail.snoozedUntil,
  excerpt: detail.excerpt,
  decidedAt: detail.decidedAt,
});

/** A decision on its way or made: what can be taken back. */
export interface Made {
  caseId: string;
  row: CaseRow;
  /** When, so that what came last is taken back first. */
  at: number;
  /** Resolves when the server has it; rejects with why not. */
  outcome: Promise<RouterOutputs['moderation']['cases']['decide']>;
}

/** The last decisions of this person, the newest last. */
const made: Made[] = [];

/** Decides. The row has left before the server answers; a refusal brings it back. */
export function decide(detail: CaseDetail, decision: Draft): Made {
  const row = rowOf(detail);
  const leaves = decidesCase(typesOf(decision));
  if (leaves) queueList.leave(row);
  const outcome = api.moderation.cases.decide.mutate(decisionOf(detail, decision)).then(
    (decided) => {
      queueList.left(row.id);
      void queries.invalidateQueries({ queryKey: caseKey(row.id) });
      return decided;
    },
    (error: unknown) => {
      if (leaves) queueList.bringBack(row);
      void queries.invalidateQueries({ queryKey: caseKey(row.id) });
      forget(one);
      throw error;
    },
  );
  const one: Made = { caseId: row.id, row, at: Date.now(), outcome };
  if (leaves) made.push(one);
  return one;
}

const forget = (one: Made) => {
  const at = made.indexOf(one);
  if (at >= 0) made.splice(at, 1);
};

/** The decision that `z` takes back. */
export const lastMade = (): Made | undefined => made.at(-1);

/** Takes a decision back, also one that is still on its way. The row is back when the server says so. */
export async function undo(one: Made): Promise<CaseRow> {
  forget(one);
  await one.outcome;
  const { allowed } = await api.moderation.cases.get.query({ caseId: one.caseId });
  // Without one the server is asked all the same: it says best why not.
  const decisionId = allowed.undo?.decisionId ?? one.caseId;
  const row = await api.moderation.cases.undo.mutate({ caseId: one.caseId, decisionId });
  queueList.bringBack(row);
  void queries.invalidateQueries({ queryKey: caseKey(one.caseId) });
  return row;
}
