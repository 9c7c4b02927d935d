import { Dialog } from '@atalaya/ui/dialogs';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useTask } from '@atalaya/ui/state';
import { Alert, Button, Group, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { api } from '../app/atalaya.ts';
import { fieldOf } from '../app/failure.ts';
import { takeDetail } from './channels.ts';

/** Makes a channel and goes there. */
export function CreateChannel({ onClose }: { onClose: () => void }) {
  const say = useSay();
  const errorText = useErrorText();
  const navigate = useNavigate();
  const [type, setType] = useState<'public' | 'private'>('public');
  const create = useTask(async (form: FormData) => {
    const topic = String(form.get('topic')).trim();
    const channel = await api.chat.channels.create.mutate({
      name: String(form.get('name')),
      type,
      ...(topic ? { topic } : {}),
    });
    takeDetail(channel);
    onClose();
    await navigate({ to: '/c/$channelId', params: { channelId: channel.id } });
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void create.run(new FormData(event.currentTarget));
  };
  const isOfName = fieldOf(create.error) === 'name';
  return (
    <Dialog onClose={onClose} title={say('createChannel.title')}>
      <form onSubmit={submit} style={{ display: 'grid', gap: 14 }}>
        {create.error !== null && !isOfName && (
          <Alert color="red" variant="light" role="alert">
            {errorText(create.error)}
          </Alert>
        )}
        <TextInput
          name="name"
          label={say('channel.name')}
          placeholder={say('createChannel.name.example')}
          maxLength={80}
          required
          withAsterisk={false}
          data-autofocus
          autoComplete="off"
          error={isOfName ? errorText(create.error) : null}
        />
        <div>
          <SegmentedControl
            value={type}
            onChange={(value) => setType(value === 'private' ? 'private' : 'public')}
            data={[
              { value: 'public', label: say('channel.public') },
              { value: 'private', label: say('channel.private') },
            ]}
            fullWidth
            aria-label={say('createChannel.type')}
          />
          <p style={{ margin: '6px 0 0', fontSize: 'var(--at-small)', color: 'var(--at-dim)' }}>
            {say(`createChannel.${type}.hint`)}
          </p>
        </div>
        <Textarea name="topic" label={say('channel.topic')} maxLength={250} rows={2} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {say('action.cancel')}
          </Button>
          <Button type="submit" loading={create.running}>
            {say('createChannel.submit')}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
