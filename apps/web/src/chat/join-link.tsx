import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { Page } from '@atalaya/ui/layout';
import { Empty, Failure, RowsSkeleton } from '@atalaya/ui/pieces';
import { useTask } from '@atalaya/ui/state';
import { Alert, Button } from '@mantine/core';
import { IconAlertTriangle, IconLinkOff } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { api } from '../app/atalaya.ts';
import { isCode } from '../app/failure.ts';
import { channelSign } from './channel-sign.ts';
import { refreshChannel, takeDetail } from './channels.ts';
import styles from './join-link.module.css';

const linkOf = (code: string) =>
  queryOptions({
    queryKey: ['channelLink', code],
    queryFn: () => api.chat.invites.get.query({ code }),
    // What it says now is what counts.
    gcTime: 0,
  });

/** Where a link into a channel leads: what it is and who invites, before one goes in. */
export function JoinLink() {
  const say = useSay();
  const errorText = useErrorText();
  const navigate = useNavigate();
  const { code } = useParams({ from: '/shell/join/$code' });
  const found = useQuery(linkOf(code));
  const open = (channelId: string) => navigate({ to: '/c/$channelId', params: { channelId } });
  const join = useTask(async () => {
    const channel = await api.chat.invites.accept.mutate({ code });
    refreshChannel(channel.id);
    takeDetail(channel);
    await open(channel.id);
  });
  if (found.isError && isCode(found.error, 'notFound')) {
    return (
      <Page title={say('joinLink.title')}>
        <Empty icon={IconLinkOff} title={say('joinLink.none')} text={say('joinLink.none.text')} />
      </Page>
    );
  }
  if (!found.data) {
    return (
      <Page title={say('joinLink.title')}>
        {found.isPending && <RowsSkeleton rows={3} />}
        {found.isError && (
          <Failure
            icon={IconAlertTriangle}
            error={found.error}
            onRetry={() => void found.refetch()}
          />
        )}
      </Page>
    );
  }
  const { channel, invitedBy, role, joined } = found.data;
  const Icon = channelSign(channel.type);
  const { id, name } = channel;
  return (
    <Page title={say('joinLink.title')}>
      <section className={styles.card}>
        <h2>
          <Icon size={20} stroke={1.7} aria-hidden />
          {name}
        </h2>
        {channel.topic && <p>{channel.topic}</p>}
        <p className={styles.facts}>
          {say(channel.type === 'private' ? 'channel.private' : 'channel.public')}
          {' · '}
          {say('channel.memberCount', { count: channel.memberCount })}
        </p>
        <p>{say(joined ? 'joinLink.joined' : 'joinLink.by', { name: invitedBy.displayName })}</p>
        {!joined && role === 'reader' && <p className={styles.facts}>{say('joinLink.reader')}</p>}
        {join.error !== null && (
          <Alert color="red" variant="light" role="alert">
            {errorText(join.error)}
          </Alert>
        )}
        {joined ? (
          <Button onClick={() => void open(id)}>{say('joinLink.open', { name })}</Button>
        ) : (
          <Button loading={join.running} onClick={() => void join.run(undefined)}>
            {say('joinLink.join', { name })}
          </Button>
        )}
      </section>
    </Page>
  );
}
