import type { CaseDetail } from '@atalaya/api/types';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { toastDone, toastFailure, toastUndo } from '@atalaya/ui/toasts';
import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useMay, useMe } from '../app/session.ts';
import { deskUndoMs } from './assign-dialog.tsx';
import { deescalateCase, escalateCase } from './desk-actions.ts';
import { DeskForm } from './desk-form.tsx';

interface EscalateDialogProps {
  detail: CaseDetail;
  onClose: () => void;
  onLeaving: () => () => void;
}

/** Passes the case up, with a reason. */
export function EscalateDialog({ detail, onClose, onLeaving }: EscalateDialogProps) {
  const say = useSay();
  const errorText = useErrorText();
  const isSenior = useMay('moderation:escalated');
  const [reason, setReason] = useState('');
  const { id: caseId } = detail;
  const confirm = async () => {
    const goOn = onLeaving();
    await escalateCase({ caseId, reason: reason.trim() });
    toastUndo({
      message: say('desk.escalated.done'),
      undo: say('action.undo'),
      within: deskUndoMs,
      onUndo: () => {
        deescalateCase({ caseId }).catch((error) => toastFailure(errorText(error)));
      },
    });
    // Who decides it goes on with it.
    if (!isSenior) goOn();
  };
  return (
    <DeskForm
      title={say('desk.escalate.title')}
      text={say('desk.escalate.text')}
      confirm={say('desk.escalate.confirm')}
      isReady={reason.trim() !== ''}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Textarea
        data-autofocus
        required
        withAsterisk={false}
        label={say('desk.reason')}
        autosize
        minRows={3}
        maxRows={8}
        maxLength={1_000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </DeskForm>
  );
}

/** Gives an escalated case back to the moderators. */
export function DeescalateDialog({ detail, onClose }: Omit<EscalateDialogProps, 'onLeaving'>) {
  const say = useSay();
  const me = useMe();
  const [note, setNote] = useState('');
  const raised = detail.desk.findLast(({ kind }) => kind === 'escalated');
  const isOwn = raised?.by?.id === me.id;
  const confirm = async () => {
    await deescalateCase({ caseId: detail.id, ...(note.trim() && { note: note.trim() }) });
    toastDone(say('desk.deescalated.done'));
  };
  return (
    <DeskForm
      title={say('desk.deescalate.title')}
      text={say('desk.deescalate.text')}
      confirm={say('desk.deescalate.confirm')}
      isReady={isOwn || note.trim() !== ''}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Textarea
        data-autofocus
        required={!isOwn}
        withAsterisk={false}
        label={isOwn ? say('desk.note') : say('desk.noteNeeded')}
        autosize
        minRows={3}
        maxRows={8}
        maxLength={1_000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </DeskForm>
  );
}
