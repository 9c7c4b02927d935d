import type { ChannelDetail } from '@atalaya/api/types';
import { Dialog } from '@atalaya/ui/dialogs';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useTask } from '@atalaya/ui/state';
import { Alert, Button, Group, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { api } from '../app/atalaya.ts';
import { fieldOf } from '../app/failure.ts';
import { takeDetail } from './channels.ts';

/** Changes a channel's name and topic. */
export function EditChannel({ channel, onClose }: { channel: ChannelDetail; onClose: () => void }) {
  const say = useSay();
  const errorText = useErrorText();
  // As it was when the form was filled: what changes while it is open is not on it.
  const [ifVersion] = useState(channel.version);
  const save = useTask(async (form: FormData) => {
    const changed = await api.chat.channels.update.mutate({
      channelId: channel.id,
      name: String(form.get('name')),
      topic: String(form.get('topic')),
      // Whoever changed it meanwhile must not be overwritten unseen.
      ifVersion,
    });
    takeDetail(changed);
    onClose();
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void save.run(new FormData(event.currentTarget));
  };
  const isOfName = fieldOf(save.error) === 'name';
  return (
    <Dialog onClose={onClose} title={say('editChannel.title')}>
      <form onSubmit={submit} style={{ display: 'grid', gap: 14 }}>
        {save.error !== null && !isOfName && (
          <Alert color="red" variant="light" role="alert">
            {errorText(save.error)}
          </Alert>
        )}
        <TextInput
          name="name"
          label={say('channel.name')}
          defaultValue={channel.name}
          maxLength={80}
          required
          withAsterisk={false}
          data-autofocus
          autoComplete="off"
          error={isOfName ? errorText(save.error) : null}
        />
        <Textarea
          name="topic"
          label={say('channel.topic')}
          defaultValue={channel.topic}
          maxLength={250}
          rows={3}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {say('action.cancel')}
          </Button>
          <Button type="submit" loading={save.running}>
            {say('action.save')}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
