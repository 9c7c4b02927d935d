import { EntryFrame, EntryText } from '@atalaya/ui/entry';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useTask } from '@atalaya/ui/state';
import { Button } from '@mantine/core';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../app/atalaya.ts';

/** Where the link in a mail leads. Asks first: scanners of mail open links, too. */
export function Unsubscribe() {
  const say = useSay();
  const errorText = useErrorText();
  const { token } = useSearch({ from: '/unsubscribe' });
  const [isDone, setDone] = useState(false);
  const task = useTask(async () => {
    await api.notifications.unsubscribe.mutate({ token });
    setDone(true);
  });
  return (
    <EntryFrame title={say(isDone ? 'unsubscribe.done' : 'unsubscribe.title')}>
      <div role="status">
        {isDone && <EntryText>{say('unsubscribe.done.text')}</EntryText>}
        {task.error !== null && <EntryText>{errorText(task.error)}</EntryText>}
      </div>
      {isDone ? (
        <Button component={Link} to="/" fullWidth>
          {say('verify.continue')}
        </Button>
      ) : (
        <Button fullWidth loading={task.running} onClick={() => void task.run(undefined)}>
          {say('unsubscribe.confirm')}
        </Button>
      )}
    </EntryFrame>
  );
}
