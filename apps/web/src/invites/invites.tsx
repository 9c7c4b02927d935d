import type { RouterOutputs } from '@atalaya/api/types';
import { fullStamp, relative } from '@atalaya/ui/format';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { Page } from '@atalaya/ui/layout';
import { Empty, Failure, RowsSkeleton } from '@atalaya/ui/pieces';
import { allPages, useTask } from '@atalaya/ui/state';
import { toastFailure } from '@atalaya/ui/toasts';
import { Alert, Button } from '@mantine/core';
import { IconAlertTriangle, IconLock, IconTicket } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../app/atalaya.ts';
import { queries } from '../app/queries.ts';
import { useMe } from '../app/session.ts';
import { useSettings } from '../app/settings.ts';
import styles from './invites.module.css';
import { LinkLimits, limitsIn } from './link-limits.tsx';
import { NewLink } from './new-link.tsx';

type Invite = RouterOutputs['organisations']['invites']['list']['items'][number];
type Created = RouterOutputs['organisations']['invites']['create'];

const openInvites = queryOptions({
  queryKey: ['invites'],
  queryFn: () => allPages((cursor) => api.organisations.invites.list.query({ limit: 100, cursor })),
});

/** Invitations to the organisation: make a link, copy it, take it back. */
export function Invites() {
  const say = useSay();
  const me = useMe();
  return (
    <Page title={say('invites.title')}>
      {me.permissions.includes('members:invite') ? (
        <Manage />
      ) : (
        <Empty
          icon={IconLock}
          title={say('noPermission.title')}
          text={say('noPermission.invites')}
        />
      )}
    </Page>
  );
}

function Manage() {
  const say = useSay();
  const errorText = useErrorText();
  const list = useQuery(openInvites);
  const isClosed = useSettings()?.features.registration === false;
  const [made, setMade] = useState<Created | null>(null);
  const create = useTask(async (form: FormData) => {
    setMade(
      await api.organisations.invites.create.mutate({
        ...limitsIn(form),
      }),
    );
    await queries.invalidateQueries(openInvites);
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void create.run(new FormData(event.currentTarget));
  };
  return (
    <>
      <p className={styles.text}>{say('invites.text')}</p>
      {isClosed && (
        <Alert color="amber" variant="light" role="status" mb="md">
          {say('invites.registrationOff')}
        </Alert>
      )}
      <form className={styles.form} onSubmit={submit}>
        <LinkLimits uses={1} />
        <Button type="submit" loading={create.running}>
          {say('invites.create')}
        </Button>
      </form>
      {create.error !== null && (
        <Alert color="red" variant="light" role="alert">
          {errorText(create.error)}
        </Alert>
      )}
      {made && <NewLink link={`${location.origin}/join?code=${encodeURIComponent(made.code)}`} />}
      <h2 className={styles.heading}>{say('invites.open')}</h2>
      {list.isPending && <RowsSkeleton rows={3} />}
      {list.isError && (
        <Failure icon={IconAlertTriangle} error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.data?.length === 0 && (
        <Empty icon={IconTicket} title={say('invites.none')} text={say('invites.none.text')} />
      )}
      <ul className={styles.list}>
        {list.data?.map((invite) => (
          <OpenInvite key={invite.id} invite={invite} />
        ))}
      </ul>
    </>
  );
}

function OpenInvite({ invite }: { invite: Invite }) {
  const say = useSay();
  const errorText = useErrorText();
  const when = relative(say.locale, invite.createdAt);
  const made = invite.createdBy
    ? say('invites.madeBy', { when, name: invite.createdBy.name })
    : say('invites.made', { when });
  const revoke = useTask(async () => {
    try {
      await api.organisations.invites.revoke.mutate({ inviteId: invite.id });
      await queries.invalidateQueries(openInvites);
    } catch (error) {
      toastFailure(errorText(error));
    }
  });
  return (
    <li>
      <span className="tabular">{say('invites.usesLeft', { count: invite.usesLeft })}</span>
      <div className={styles.about}>
        <span>{say('invites.expires', { when: relative(say.locale, invite.expiresAt) })}</span>
        <span title={fullStamp(say.locale, invite.createdAt)}>{made}</span>
      </div>
      <Button
        size="xs"
        variant="default"
        loading={revoke.running}
        onClick={() => void revoke.run(undefined)}
      >
        {say('invites.revoke')}
      </Button>
    </li>
  );
}
