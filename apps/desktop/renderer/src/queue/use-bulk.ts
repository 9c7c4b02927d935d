import type { ActionType, CaseRow } from '@atalaya/api/types';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useStore } from '@atalaya/ui/state';
import { toastDone, toastFailure } from '@atalaya/ui/toasts';
import { useQuery } from '@tanstack/react-query';
import { useMe } from '../app/session.ts';
import { decidesCase } from '../case/combination.ts';
import { toastDecision } from '../case/decision-toast.tsx';
import {
  chooseAction,
  type Decidable,
  draft,
  dropDraft,
  toggleAction,
  typesOf,
} from '../case/draft.ts';
import { focusNote } from '../case/reason.ts';
import { settingsQuery } from '../settings/settings-queries.ts';
import { type Batch, decideAll, undoBatch } from './bulk.ts';
import { decidableOf, markedId } from './bulk-choice.ts';
import { markedOf, marks } from './marks.ts';
import { queueList } from './queue-list.ts';

const hides = new Map<string, () => void>();

export interface Bulk {
  rows: readonly CaseRow[];
  about: Decidable;
  /** Begins a decision about all that is marked. */
  choose: (action: ActionType) => void;
  toggle: (action: ActionType) => void;
  confirm: () => boolean;
  takeBack: (batch: Batch) => void;
}

interface Follow {
  /** Cases that were decided and have left. */
  onDecided: (ids: ReadonlySet<string>) => void;
}

/** What is marked, and what its keys and buttons do. */
export function useBulk({ onDecided }: Follow): Bulk {
  const say = useSay();
  const me = useMe();
  const errorText = useErrorText();
  const rows = markedOf(useStore(queueList).rows, useStore(marks));
  const moderation = useQuery(settingsQuery).data?.values.moderation;
  const seconds = moderation?.undoSeconds ?? 30;
  const about = decidableOf(rows, {
    me,
    longestBanDaysOfModerator: moderation?.longestBanDaysOfModerator ?? 30,
  });
  const isPossible = (action: ActionType) => {
    const possible = about.allowed.actions.includes(action);
    if (!possible) toastFailure(say('bulk.unavailable'));
    return possible;
  };
  const takeBack = (batch: Batch) => {
    hides.get(batch.id)?.();
    hides.delete(batch.id);
    undoBatch(batch).then(
      (count) => count > 0 && toastDone(say('bulk.undone', { count })),
      (error) => toastFailure(errorText(error)),
    );
  };
  const confirm = () => {
    const decision = draft.get();
    if (decision?.caseId !== markedId || rows.length === 0) return false;
    const types = typesOf(decision);
    if (!types.every(isPossible)) return false;
    if (types.includes('note') && decision.note.trim() === '') {
      focusNote();
      return false;
    }
    dropDraft();
    const action = types.map((type) => say(`done.${type}`)).join(' · ');
    decideAll(rows, decision).then(
      (batch) => {
        const count = batch.rows.length;
        if (count === 0) return;
        const message = say('bulk.done', { action, count });
        if (!decidesCase(types)) return toastDone(message);
        onDecided(new Set(batch.rows.map(({ id }) => id)));
        const onUndo = () => takeBack(batch);
        hides.set(batch.id, toastDecision({ message, within: seconds * 1000, onUndo }));
      },
      (error) => toastFailure(errorText(error)),
    );
    return true;
  };
  return {
    rows,
    about,
    choose: (action) => isPossible(action) && chooseAction(about, action),
    toggle: (action) => void (isPossible(action) && toggleAction(about, action)),
    confirm,
    takeBack,
  };
}
