import type { ChannelDetail } from '@atalaya/api/types';
import { moment } from '@atalaya/ui/format';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { Failure, RowsSkeleton } from '@atalaya/ui/pieces';
import { toastDone, toastFailure } from '@atalaya/ui/toasts';
import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '../app/atalaya.ts';
import styles from './channel-tabs.module.css';
import { refreshChannel } from './channels.ts';

/** Whom those who manage the channel have muted there; for them alone. */
export const channelMutes = (channelId: string) =>
  queryOptions({
    queryKey: ['channel', channelId, 'mutes'],
    queryFn: async () => (await api.chat.channels.mutes.query({ channelId })).items,
  });

/** Lets a muted person write again. */
export function useUnmute(
  channelId: string,
): (person: { id: string; displayName: string }) => void {
  const say = useSay();
  const errorText = useErrorText();
  return ({ id: memberId, displayName }) => {
    api.chat.channels.unmute.mutate({ channelId, memberId }).then(
      () => {
        toastDone(say('channelMutes.ended', { name: displayName }));
        refreshChannel(channelId);
      },
      (error) => toastFailure(errorText(error)),
    );
  };
}

/** The muted people, with why and until when; also those who have left meanwhile. */
export function ChannelMutes({ channel }: { channel: ChannelDetail }) {
  const say = useSay();
  const list = useQuery(channelMutes(channel.id));
  const unmute = useUnmute(channel.id);
  return (
    <>
      <h3>{say('channelMutes.title')}</h3>
      {list.isPending && <RowsSkeleton rows={2} />}
      {list.isError && (
        <Failure icon={IconAlertTriangle} error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.data?.length === 0 && <p className={styles.text}>{say('channelMutes.none')}</p>}
      <ul className={styles.list}>
        {list.data?.map(({ member, until, reason, mutedBy }) => (
          <li key={member.id} className={styles.item}>
            <span className={styles.facts}>
              <span>{member.displayName}</span>
              <small>
                {say('channelMutes.until', { when: moment(say.locale, until) })}
                {mutedBy && ` · ${say('channelMutes.by', { name: mutedBy.displayName })}`}
              </small>
              {reason && <small>{reason}</small>}
            </span>
            <Button
              size="xs"
              variant="default"
              aria-label={say('channelMutes.endOf', { name: member.displayName })}
              onClick={() => unmute(member)}
            >
              {say('channelMutes.end')}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
