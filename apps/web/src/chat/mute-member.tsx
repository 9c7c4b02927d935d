import { Dialog } from '@atalaya/ui/dialogs';
import { timeLeft } from '@atalaya/ui/format';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useTask } from '@atalaya/ui/state';
import { toastDone } from '@atalaya/ui/toasts';
import { Alert, Button, Group, NativeSelect, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { api } from '../app/atalaya.ts';
import { refreshChannel } from './channels.ts';

const hour = 60;
const day = 24 * hour;
const terms = [10, hour, 6 * hour, day, 7 * day, 30 * day];

interface MuteMemberProps {
  channelId: string;
  person: { id: string; displayName: string };
  onClose: () => void;
}

/** Mutes somebody in one channel: for how long, and why. */
export function MuteMember({ channelId, person, onClose }: MuteMemberProps) {
  const say = useSay();
  const errorText = useErrorText();
  const name = person.displayName;
  const mute = useTask(async (form: FormData) => {
    await api.chat.channels.mute.mutate({
      channelId,
      memberId: person.id,
      minutes: Number(form.get('minutes')),
      reason: String(form.get('reason')),
    });
    toastDone(say('muteMember.done', { name }));
    refreshChannel(channelId);
    onClose();
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void mute.run(new FormData(event.currentTarget));
  };
  return (
    <Dialog onClose={onClose} title={say('muteMember.title', { name })} size="sm">
      <form onSubmit={submit} style={{ display: 'grid', gap: 14 }}>
        <p style={{ margin: 0, color: 'var(--at-dim)' }}>{say('muteMember.text')}</p>
        {mute.error !== null && (
          <Alert color="red" variant="light" role="alert">
            {errorText(mute.error)}
          </Alert>
        )}
        <NativeSelect
          name="minutes"
          label={say('muteMember.minutes')}
          defaultValue={String(hour)}
          data={terms.map((minutes) => ({
            value: String(minutes),
            label: timeLeft(say.locale, minutes * 60_000),
          }))}
          data-autofocus
        />
        <TextInput
          name="reason"
          label={say('muteMember.reason')}
          description={say('muteMember.reason.hint')}
          maxLength={250}
          autoComplete="off"
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {say('action.cancel')}
          </Button>
          <Button type="submit" loading={mute.running}>
            {say('muteMember.submit')}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
