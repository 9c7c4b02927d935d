import type { ActionType, CaseDetail } from '@atalaya/api/types';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useStore } from '@atalaya/ui/state';
import { toastDone, toastFailure } from '@atalaya/ui/toasts';
import { useQuery } from '@tanstack/react-query';
import { settingsQuery } from '../settings/settings-queries.ts';
import { decide, lastMade, type Made, undo } from './decide.ts';
import { toastDecision } from './decision-toast.tsx';
import { chooseAction, draft, dropDraft } from './draft.ts';

const hides = new WeakMap<Made, () => void>();

export interface Deciding {
  choose: (action: ActionType) => void;
  /** Carries the draft out; false: there was none. */
  confirm: () => boolean;
  undoLast: () => void;
}

/** What the keys and buttons of a case do. `onDecided`: the row has left, show the next one. */
export function useDeciding(detail: CaseDetail | undefined, onDecided?: () => void): Deciding {
  const say = useSay();
  const errorText = useErrorText();
  const current = useStore(draft);
  const seconds = useQuery(settingsQuery).data?.values.moderation?.undoSeconds ?? 30;

  const takeBack = (one: Made) => {
    hides.get(one)?.();
    undo(one).then(
      () => toastDone(say('decide.undone')),
      (error) => toastFailure(errorText(error)),
    );
  };
  return {
    choose(action) {
      if (!detail) return;
      if (detail.allowed.actions.includes(action)) chooseAction(detail, action);
      else toastFailure(say('decide.unavailable'));
    },
    confirm() {
      if (!detail || current?.caseId !== detail.id) return false;
      // Somebody may have taken the case while the reason was being written.
      if (!detail.allowed.actions.includes(current.action)) {
        toastFailure(say('decide.unavailable'));
        return false;
      }
      const name = detail.concerns?.displayName ?? detail.channel?.name ?? detail.excerpt;
      const { action } = current;
      // Before the row leaves: its neighbour is the next case.
      if (action !== 'note') onDecided?.();
      dropDraft();
      const one = decide(detail, current);
      if (action === 'note') {
        one.outcome.then(
          () => toastDone(say('decide.noteSaved')),
          (error) => toastFailure(errorText(error)),
        );
        return true;
      }
      const message = say('decide.done', { action: say(`done.${action}`), name });
      hides.set(
        one,
        toastDecision({ message, within: seconds * 1000, onUndo: () => takeBack(one) }),
      );
      one.outcome.catch((error) => {
        hides.get(one)?.();
        toastFailure(`${errorText(error)} ${say('decide.back')}`);
      });
      return true;
    },
    undoLast() {
      const one = lastMade();
      if (one) takeBack(one);
      else toastDone(say('decide.nothingToUndo'));
    },
  };
}
