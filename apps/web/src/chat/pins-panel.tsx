import type { ChannelDetail } from '@atalaya/api/types';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { SidePanel } from '@atalaya/ui/layout';
import { Empty, Failure, RowsSkeleton } from '@atalaya/ui/pieces';
import { createStore } from '@atalaya/ui/state';
import { toastFailure } from '@atalaya/ui/toasts';
import { IconAlertTriangle, IconPin, IconPinnedOff } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../app/atalaya.ts';
import { queries } from '../app/queries.ts';
import { useFolded } from './blocks.ts';
import type { Conversation } from './conversation.ts';
import { MessageCard } from './message-card.tsx';
import styles from './pins-panel.module.css';

/** Whether the pinned messages are shown beside the conversation. */
export const pinsChoice = createStore(false);

const pins = (channelId: string) =>
  queryOptions({
    queryKey: ['channel', channelId, 'pins'],
    queryFn: async () => (await api.chat.channels.pins.query({ channelId })).items,
  });

interface PinsPanelProps {
  channel: ChannelDetail;
  conversation: Conversation;
  onClose: () => void;
}

/** What is pinned to a channel. */
export function PinsPanel({ channel, conversation, onClose }: PinsPanelProps) {
  const say = useSay();
  const errorText = useErrorText();
  const folded = useFolded(channel.type);
  const list = useQuery(pins(channel.id));
  useEffect(
    () =>
      conversation.listen(({ type }) => {
        if (/^message\.(pinned|unpinned|edited|deleted|hidden|shown)$|^reset$/.test(type)) {
          void queries.invalidateQueries(pins(channel.id));
        }
      }),
    [conversation, channel.id],
  );
  const unpin = (messageId: string) => {
    api.chat.messages.unpin
      .mutate({ messageId })
      .then(() => queries.invalidateQueries(pins(channel.id)))
      .catch((error) => toastFailure(errorText(error)));
  };
  return (
    <SidePanel title={say('pins.title')} onClose={onClose}>
      {list.isPending && <RowsSkeleton rows={4} avatar />}
      {list.isError && (
        <Failure icon={IconAlertTriangle} error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.data?.length === 0 && (
        <Empty icon={IconPin} title={say('pins.none')} text={say('pins.none.text')} />
      )}
      {list.data && list.data.length > 0 && (
        <ul className={styles.list} aria-label={say('pins.title')}>
          {list.data.map(({ message, pinnedBy }) => (
            <li key={message.id}>
              <MessageCard
                message={message}
                isBlocked={folded.has(message.author.id)}
                note={pinnedBy ? say('pins.by', { name: pinnedBy.displayName }) : null}
                action={
                  channel.allowed.pin
                    ? {
                        label: say('pins.remove'),
                        Icon: IconPinnedOff,
                        onClick: () => unpin(message.id),
                      }
                    : null
                }
              />
            </li>
          ))}
        </ul>
      )}
    </SidePanel>
  );
}
