import type { CaseDetail } from '@atalaya/api/types';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useStore } from '@atalaya/ui/state';
import { toastDone, toastFailure } from '@atalaya/ui/toasts';
import { useEffect } from 'react';
import { useScreenKeys } from '../app/keys.ts';
import { useMay } from '../app/session.ts';
import { AssignDialog } from './assign-dialog.tsx';
import { type DeskQuestion, deskQuestion, unsnoozeCase } from './desk-actions.ts';
import { DeescalateDialog, EscalateDialog } from './escalate-dialogs.tsx';
import { SnoozeDialog } from './snooze-dialog.tsx';

interface DeskProps {
  detail: CaseDetail | undefined;
  /** Asked before the case leaves the queue, or is not the person's to decide: gives the way to the next one. */
  onLeaving?: () => () => void;
}

const stay = () => () => {};

/** Who works on the open case, and when: the keys for that, and what is asked before. */
export function Desk({ detail, onLeaving = stay }: DeskProps) {
  const say = useSay();
  const errorText = useErrorText();
  const mayDecide = useMay('moderation:decide');
  const question = useStore(deskQuestion);
  const caseId = detail?.id;
  // A question is about the case that was open.
  useEffect(() => () => deskQuestion.set(null), [caseId]);
  const ask = (wanted: DeskQuestion) => {
    if (!detail) return;
    if (detail.allowed[wanted]) deskQuestion.set(wanted);
    else toastFailure(say('desk.unavailable'));
  };
  const snoozeOrWake = () => {
    if (!detail?.allowed.unsnooze) return ask('snooze');
    unsnoozeCase(detail.id).then(
      () => toastDone(say('desk.woken')),
      (error) => toastFailure(errorText(error)),
    );
  };
  useScreenKeys({
    title: 'keys.desk',
    keys: mayDecide
      ? [
          { keys: ['a'], label: 'A', does: 'keys.assign', press: () => ask('assign') },
          {
            keys: ['e'],
            label: 'E',
            does: 'keys.escalate',
            press: () => ask(detail?.escalatedAt ? 'deescalate' : 'escalate'),
          },
          { keys: ['s'], label: 'S', does: 'keys.snooze', once: true, press: snoozeOrWake },
        ]
      : [],
  });
  if (!detail || !question) return null;
  const close = () => deskQuestion.set(null);
  const dialog = { detail, onClose: close };
  if (question === 'assign') return <AssignDialog {...dialog} />;
  if (question === 'escalate') return <EscalateDialog {...dialog} onLeaving={onLeaving} />;
  if (question === 'deescalate') return <DeescalateDialog {...dialog} />;
  return <SnoozeDialog {...dialog} onLeaving={onLeaving} />;
}
