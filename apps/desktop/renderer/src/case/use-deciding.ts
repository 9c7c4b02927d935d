import type { ActionType, CaseDetail } from '@atalaya/api/types';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useStore } from '@atalaya/ui/state';
import { toastDone, toastFailure } from '@atalaya/ui/toasts';
import { useQuery } from '@tanstack/react-query';
import { settingsQuery } from '../settings/settings-queries.ts';
import { decidesCase } from './combination.ts';
import { decide, lastMade, type Made, undo } from './decide.ts';
import { toastDecision } from './decision-toast.tsx';
import { chooseAction, draft, dropDraft, toggleAction, typesOf } from './draft.ts';
import { focusNote } from './reason.ts';

const hides = new WeakMap<Made, () => void>();

export interface Deciding {
  /** This action alone. */
  choose: (action: ActionType) => void;
  /** This action too, or no longer. */
  toggle: (action: ActionType) => void;
  /** What the action's key does: chooses it alone; once more after the last of several, it confirms. */
  press: (action: ActionType) => void;
  /** Carries the draft out; false: there was none. */
  confirm: () => boolean;
  undoLast: () => void;
}

interface Follow {
  /** The row has left, show the next one. */
  onDecided: () => void;
  /** A decision was taken back: its case is open again. */
  onTakenBack: (caseId: string) => void;
}

/** What the keys and buttons of a case do. */
export function useDeciding(detail: CaseDetail | undefined, follow?: Follow): Deciding {
  const say = useSay();
  const errorText = useErrorText();
  const current = useStore(draft);
  const seconds = useQuery(settingsQuery).data?.values.moderation?.undoSeconds ?? 30;

  const takeBack = (one: Made) => {
    hides.get(one)?.();
    undo(one).then(
      ({ id }) => {
        toastDone(say('decide.undone'));
        follow?.onTakenBack(id);
      },
      (error) => toastFailure(errorText(error)),
    );
  };
  const isPossible = (action: ActionType) => {
    const possible = detail?.allowed.actions.includes(action) ?? false;
    if (detail && !possible) toastFailure(say('decide.unavailable'));
    return possible;
  };
  const choose = (action: ActionType) => {
    if (detail && isPossible(action)) chooseAction(detail, action);
  };
  const confirm = () => {
    if (!detail || current?.caseId !== detail.id) return false;
    const types = typesOf(current);
    // Somebody may have taken the case while the reason was being written.
    if (!types.every(isPossible)) return false;
    if (types.includes('note') && current.note.trim() === '') {
      focusNote();
      return false;
    }
    const name = detail.concerns?.displayName ?? detail.channel?.name ?? detail.excerpt;
    const leaves = decidesCase(types);
    // Before the row leaves: its neighbour is the next case.
    if (leaves) follow?.onDecided();
    dropDraft();
    const one = decide(detail, current);
    if (!leaves) {
      one.outcome.then(
        () => toastDone(say('decide.noteSaved')),
        (error) => toastFailure(errorText(error)),
      );
      return true;
    }
    const action = types.map((type) => say(`done.${type}`)).join(' · ');
    const message = say('decide.done', { action, name });
    hides.set(one, toastDecision({ message, within: seconds * 1000, onUndo: () => takeBack(one) }));
    one.outcome.then(
      ({ changedSince }) => changedSince && toastFailure(say('decide.changedSince')),
      (error) => {
        hides.get(one)?.();
        toastFailure(`${errorText(error)} ${say('decide.back')}`);
      },
    );
    return true;
  };
  return {
    choose,
    toggle(action) {
      if (!detail || !isPossible(action)) return;
      const other = toggleAction(detail, action);
      if (!other) return;
      toastFailure(
        say('decide.notTogether', {
          action: say(`action.${action}`),
          other: say(`action.${other}`),
        }),
      );
    },
    press(action) {
      const mine = current?.caseId === detail?.id ? current : null;
      const isLastOfSeveral = mine && mine.actions.length > 1 && typesOf(mine).at(-1) === action;
      if (isLastOfSeveral) confirm();
      else choose(action);
    },
    confirm,
    undoLast() {
      const one = lastMade();
      if (one) takeBack(one);
      else toastDone(say('decide.nothingToUndo'));
    },
  };
}
