import type { CaseRow, RouterInputs } from '@atalaya/api/types';
import { createStore } from '@atalaya/ui/state';
import { api } from '../app/atalaya.ts';
import { queries } from '../app/queries.ts';
import { queueList } from '../queue/queue-list.ts';
import { caseKey, caseQuery } from './case-query.ts';

type Inputs = RouterInputs['moderation']['cases'];

/** What is asked before it is done. */
export type DeskQuestion = 'assign' | 'escalate' | 'deescalate' | 'snooze';
/** The question that is open; null: none. */
export const deskQuestion = createStore<DeskQuestion | null>(null);

/** Shows at once how the case is now. */
function take(row: CaseRow): CaseRow {
  queueList.replace(row);
  queries.setQueryData(caseQuery(row.id).queryKey, (known) => known && { ...known, ...row });
  void queries.invalidateQueries({ queryKey: caseKey(row.id) });
  return row;
}

const { cases } = api.moderation;
export const assignCase = async (input: Inputs['assign']) => take(await cases.assign.mutate(input));
export const escalateCase = async (input: Inputs['escalate']) =>
  take(await cases.escalate.mutate(input));
export const deescalateCase = async (input: Inputs['deescalate']) =>
  take(await cases.deescalate.mutate(input));
export const snoozeCase = async (input: Inputs['snooze']) => take(await cases.snooze.mutate(input));
export const unsnoozeCase = async (caseId: string) => take(await cases.unsnooze.mutate({ caseId }));
