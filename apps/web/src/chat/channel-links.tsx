import type { ChannelDetail, RouterOutputs } from '@atalaya/api/types';
import { relative } from '@atalaya/ui/format';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { Failure, RowsSkeleton } from '@atalaya/ui/pieces';
import { useTask } from '@atalaya/ui/state';
import { toastDone, toastFailure } from '@atalaya/ui/toasts';
import { Alert, Button, NativeSelect } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../app/atalaya.ts';
import { queries } from '../app/queries.ts';
import { LinkLimits, limitsIn } from '../invites/link-limits.tsx';
import { NewLink } from '../invites/new-link.tsx';
import styles from './channel-tabs.module.css';

type ChannelLink = RouterOutputs['chat']['invites']['list']['items'][number];

const channelLinks = (channelId: string) =>
  queryOptions({
    queryKey: ['channel', channelId, 'links'],
    queryFn: async () => (await api.chat.invites.list.query({ channelId })).items,
  });

/** Links into the channel: make one, copy it, take it back. */
export function ChannelLinks({ channel }: { channel: ChannelDetail }) {
  const say = useSay();
  const errorText = useErrorText();
  const list = useQuery(channelLinks(channel.id));
  const [link, setLink] = useState<string | null>(null);
  const create = useTask(async (form: FormData) => {
    const { code } = await api.chat.invites.create.mutate({
      channelId: channel.id,
      role: form.get('role') === 'reader' ? 'reader' : 'writer',
      ...limitsIn(form),
    });
    setLink(`${location.origin}/join/${code}`);
    await queries.invalidateQueries(channelLinks(channel.id));
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void create.run(new FormData(event.currentTarget));
  };
  return (
    <section className={styles.part}>
      <p className={styles.text}>{say('channelLinks.text')}</p>
      <form className={styles.form} onSubmit={submit}>
        <NativeSelect
          name="role"
          label={say('channelLinks.role')}
          data={(['writer', 'reader'] as const).map((role) => ({
            value: role,
            label: say(`channelRole.${role}`),
          }))}
        />
        <LinkLimits uses={25} />
        <Button type="submit" loading={create.running}>
          {say('invites.create')}
        </Button>
      </form>
      {create.error !== null && (
        <Alert color="red" variant="light" role="alert">
          {errorText(create.error)}
        </Alert>
      )}
      {link !== null && <NewLink link={link} />}
      <h3>{say('channelLinks.open')}</h3>
      {list.isPending && <RowsSkeleton rows={2} />}
      {list.isError && (
        <Failure icon={IconAlertTriangle} error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.data?.length === 0 && <p className={styles.text}>{say('channelLinks.none')}</p>}
      <ul className={styles.list}>
        {list.data?.map((one) => (
          <OpenLink key={one.id} link={one} channelId={channel.id} />
        ))}
      </ul>
    </section>
  );
}

function OpenLink({ link, channelId }: { link: ChannelLink; channelId: string }) {
  const say = useSay();
  const errorText = useErrorText();
  const when = relative(say.locale, link.createdAt);
  const revoke = useTask(async () => {
    try {
      await api.chat.invites.revoke.mutate({ inviteId: link.id });
      toastDone(say('channelLinks.revoked'));
      await queries.invalidateQueries(channelLinks(channelId));
    } catch (error) {
      toastFailure(errorText(error));
    }
  });
  return (
    <li className={styles.item}>
      <span className={styles.facts}>
        <span>
          {say(`channelRole.${link.role}`)} · {say('invites.usesLeft', { count: link.usesLeft })}
        </span>
        <small>{say('invites.expires', { when: relative(say.locale, link.expiresAt) })}</small>
        <small>{say('channelLinks.madeBy', { when, name: link.createdBy.displayName })}</small>
      </span>
      <Button
        size="xs"
        variant="default"
        loading={revoke.running}
        aria-label={say('channelLinks.revokeOf', { when })}
        onClick={() => void revoke.run(undefined)}
      >
        {say('invites.revoke')}
      </Button>
    </li>
  );
}
