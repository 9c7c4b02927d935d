import { Confirm } from '@atalaya/ui/dialogs';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useTask } from '@atalaya/ui/state';
import { toastFailure } from '@atalaya/ui/toasts';
import { Button } from '@mantine/core';
import { IconBan } from '@tabler/icons-react';
import { useState } from 'react';
import { setBlocked, useBlocked } from '../chat/blocks.ts';

/** Blocks a person, or takes it back. */
export function BlockPerson({ person }: { person: { id: string; displayName: string } }) {
  const say = useSay();
  const errorText = useErrorText();
  const isBlocked = useBlocked().has(person.id);
  const [isAsking, setAsking] = useState(false);
  const unblock = useTask(async () => {
    try {
      await setBlocked(person.id, false);
    } catch (error) {
      toastFailure(errorText(error));
    }
  });
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        size="xs"
        leftSection={<IconBan size={15} stroke={1.6} aria-hidden />}
        loading={unblock.running}
        onClick={() => (isBlocked ? void unblock.run(undefined) : setAsking(true))}
      >
        {say(isBlocked ? 'person.unblock' : 'person.block')}
      </Button>
      {isAsking && (
        <Confirm
          title={say('person.block.title', { name: person.displayName })}
          text={say('person.block.text')}
          confirm={say('person.block')}
          onConfirm={() => setBlocked(person.id, true)}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
