import type { CaseDetail } from '@atalaya/api/types';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { toastFailure, toastUndo } from '@atalaya/ui/toasts';
import { NativeSelect, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../app/atalaya.ts';
import { useMe } from '../app/session.ts';
import { assignCase } from './desk-actions.ts';
import { DeskForm } from './desk-form.tsx';

interface AssignDialogProps {
  detail: CaseDetail;
  onClose: () => void;
}

/** Milliseconds in which what was arranged can be taken back by the toast. */
export const deskUndoMs = 8_000;

/** Who should decide the case: never anybody whom it is about. */
export function AssignDialog({ detail, onClose }: AssignDialogProps) {
  const say = useSay();
  const errorText = useErrorText();
  const me = useMe();
  const { id: caseId, assignee: before } = detail;
  const { data } = useQuery({
    queryKey: ['assignees', caseId],
    queryFn: () => api.moderation.cases.assignees.query({ caseId }),
  });
  const people = data?.items ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const standard = before?.id ?? me.id;
  const memberId = chosen ?? (people.some(({ id }) => id === standard) ? standard : '');
  const confirm = async () => {
    const row = await assignCase({
      caseId,
      memberId: memberId === '' ? null : memberId,
      ...(note.trim() && { note: note.trim() }),
    });
    toastUndo({
      message: row.assignee
        ? say('desk.assigned', { name: row.assignee.displayName })
        : say('desk.unassigned'),
      undo: say('action.undo'),
      within: deskUndoMs,
      onUndo: () => {
        assignCase({ caseId, memberId: before?.id ?? null }).catch((error) =>
          toastFailure(errorText(error)),
        );
      },
    });
  };
  return (
    <DeskForm
      title={say('desk.assign.title')}
      text={say('desk.assign.text')}
      confirm={say('desk.assign.confirm')}
      isReady={data !== undefined}
      onConfirm={confirm}
      onClose={onClose}
    >
      <NativeSelect
        data-autofocus
        label={say('desk.assign.who')}
        value={memberId}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data={[
          ...people.map(({ id, displayName, role }) => ({
            value: id,
            label:
              id === me.id
                ? say('desk.assign.me', { name: displayName })
                : `${displayName} (${say(`role.${role}`)})`,
          })),
          { value: '', label: say('desk.assign.nobody') },
        ]}
      />
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
