import type { CaseDetail } from '@atalaya/api/types';
import { fullStamp, shortMoment } from '@atalaya/ui/format';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { toastFailure, toastUndo } from '@atalaya/ui/toasts';
import { Radio, Textarea } from '@mantine/core';
import { useState } from 'react';
import { deskUndoMs } from './assign-dialog.tsx';
import styles from './desk.module.css';
import { snoozeCase, unsnoozeCase } from './desk-actions.ts';
import { DeskForm } from './desk-form.tsx';
import { type SnoozeChoice, snoozeChoices, snoozeEnd } from './snooze-times.ts';

interface SnoozeDialogProps {
  detail: CaseDetail;
  onClose: () => void;
  onLeaving: () => () => void;
}

/** Until when the case leaves the queue. */
export function SnoozeDialog({ detail, onClose, onLeaving }: SnoozeDialogProps) {
  const say = useSay();
  const errorText = useErrorText();
  const [now] = useState(() => new Date());
  const [choice, setChoice] = useState<SnoozeChoice>('hour');
  const [note, setNote] = useState('');
  const { id: caseId } = detail;
  const confirm = async () => {
    const until = snoozeEnd(choice, new Date());
    // Before the row leaves: its neighbour is the next case.
    const goOn = onLeaving();
    await snoozeCase({ caseId, until, ...(note.trim() && { note: note.trim() }) });
    goOn();
    toastUndo({
      message: say('desk.snoozed.done', { when: shortMoment(say.locale, until) }),
      undo: say('action.undo'),
      within: deskUndoMs,
      onUndo: () => {
        unsnoozeCase(caseId).catch((error) => toastFailure(errorText(error)));
      },
    });
  };
  return (
    <DeskForm
      title={say('desk.snooze.title')}
      text={say('desk.snooze.text')}
      confirm={say('desk.snooze.confirm')}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Radio.Group
        label={say('desk.snooze.until')}
        value={choice}
        onChange={(value) => setChoice(value as SnoozeChoice)}
      >
        <div className={styles.choices}>
          {snoozeChoices.map((one) => {
            const until = snoozeEnd(one, now);
            return (
              <Radio
                key={one}
                value={one}
                data-autofocus={one === choice || undefined}
                label={say(`desk.snooze.${one}`)}
                description={fullStamp(say.locale, until)}
              />
            );
          })}
        </div>
      </Radio.Group>
      <Textarea
        label={say('desk.note')}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={1_000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </DeskForm>
  );
}
