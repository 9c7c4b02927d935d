import type { ChannelDetail, MemberCard } from '@atalaya/api/types';
import { Dialog } from '@atalaya/ui/dialogs';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { Avatar } from '@atalaya/ui/pieces';
import { useTask } from '@atalaya/ui/state';
import { toastDone } from '@atalaya/ui/toasts';
import { Alert, Button, Checkbox, Group, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../app/atalaya.ts';
import { peopleMatching } from '../people/people-queries.ts';
import { channelMembers, refreshChannel } from './channels.ts';
import styles from './invite-people.module.css';

interface InvitePeopleProps {
  channel: ChannelDetail;
  onClose: () => void;
}

/** Adds people of the organisation to a channel. */
export function InvitePeople({ channel, onClose }: InvitePeopleProps) {
  const say = useSay();
  const errorText = useErrorText();
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search.trim(), 150);
  const [chosen, setChosen] = useState<ReadonlyMap<string, MemberCard>>(new Map());
  const people = useQuery({ ...peopleMatching(settled), placeholderData: (before) => before });
  const invite = useTask(async () => {
    await api.chat.channels.invite.mutate({
      channelId: channel.id,
      memberIds: [...chosen.keys()],
    });
    toastDone(say('invitePeople.done', { count: chosen.size }));
    refreshChannel(channel.id);
    onClose();
  });
  const toggle = (person: MemberCard) => {
    const next = new Map(chosen);
    if (!next.delete(person.id)) next.set(person.id, person);
    setChosen(next);
  };
  const members = useInfiniteQuery(channelMembers(channel.id));
  const here = new Set(members.data?.pages.flatMap((page) => page.items.map(({ id }) => id)));
  const found = (people.data ?? []).filter(({ id }) => !here.has(id));
  const shown = [
    ...[...chosen.values()].filter(({ id }) => !found.some((person) => person.id === id)),
    ...found,
  ];
  return (
    <Dialog onClose={onClose} title={say('invitePeople.to', { name: channel.name })}>
      {invite.error !== null && (
        <Alert color="red" variant="light" role="alert" mb="sm">
          {errorText(invite.error)}
        </Alert>
      )}
      <TextInput
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        placeholder={say('people.search')}
        aria-label={say('people.search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        data-autofocus
      />
      <ul className={styles.list}>
        {shown.map((person) => (
          <li key={person.id}>
            <Checkbox
              checked={chosen.has(person.id)}
              onChange={() => toggle(person)}
              classNames={{ root: styles.person, body: styles.body }}
              label={
                <span className={styles.label}>
                  <Avatar id={person.id} name={person.displayName} size={26} />
                  <span>
                    {person.displayName} <small>@{person.username}</small>
                  </span>
                </span>
              }
            />
          </li>
        ))}
      </ul>
      {people.isSuccess && shown.length === 0 && (
        <p className={styles.nothing}>{say('people.nothing')}</p>
      )}
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose}>
          {say('action.cancel')}
        </Button>
        <Button
          disabled={chosen.size === 0}
          loading={invite.running}
          onClick={() => void invite.run(undefined)}
        >
          {say('invitePeople.submit', { count: chosen.size })}
        </Button>
      </Group>
    </Dialog>
  );
}
