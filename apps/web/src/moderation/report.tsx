import type { Policy, SubjectType } from '@atalaya/api/types';
import { Dialog } from '@atalaya/ui/dialogs';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { policies } from '@atalaya/ui/policies';
import { useTask } from '@atalaya/ui/state';
import { toastDone } from '@atalaya/ui/toasts';
import { Alert, Button, Radio, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { api } from '../app/atalaya.ts';
import styles from './report.module.css';

/** The server's limit of a note. */
const longestNote = 1_000;

interface ReportProps {
  subjectType: SubjectType;
  subjectId: string;
  /** Of the message's author, the channel or the person. */
  name: string;
  onClose: () => void;
}

/** Tells staff that something breaks a rule: which one, and what they should know. */
export function Report({ subjectType, subjectId, name, onClose }: ReportProps) {
  const say = useSay();
  const errorText = useErrorText();
  const [reason, setReason] = useState<Policy | null>(null);
  const [note, setNote] = useState('');
  const flag = useTask(async (chosen: Policy) => {
    const told = note.trim();
    await api.moderation.flags.create.mutate({
      subjectType,
      subjectId,
      reason: chosen,
      ...(told ? { note: told } : {}),
    });
    toastDone(say('report.received'));
    onClose();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason) void flag.run(reason);
  };
  return (
    <Dialog onClose={onClose} title={say(`report.${subjectType}.title`, { name })}>
      <form className={styles.form} onSubmit={submit}>
        <p className={styles.text}>{say('report.anonymous')}</p>
        {flag.error !== null && (
          <Alert color="red" variant="light" role="alert">
            {errorText(flag.error)}
          </Alert>
        )}
        <Radio.Group
          label={say('report.why')}
          value={reason}
          onChange={(value) => setReason(value as Policy)}
        >
          <div className={styles.policies}>
            {policies.map((policy, index) => (
              <Radio
                key={policy}
                value={policy}
                label={say(`policy.${policy}`)}
                description={say(`policy.${policy}.text`)}
                data-autofocus={index === 0 || undefined}
              />
            ))}
          </div>
        </Radio.Group>
        <Textarea
          label={say('report.note')}
          description={`${note.length} / ${longestNote}`}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          maxLength={longestNote}
          rows={3}
        />
        <div className={styles.end}>
          <Button variant="default" onClick={onClose}>
            {say('action.cancel')}
          </Button>
          <Button type="submit" loading={flag.running} disabled={reason === null}>
            {say('report.send')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
