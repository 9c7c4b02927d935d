import type { ChannelDetail } from '@atalaya/api/types';
import { Confirm } from '@atalaya/ui/dialogs';
import { shortDate, timeLeft } from '@atalaya/ui/format';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { toastDone, toastFailure } from '@atalaya/ui/toasts';
import { Button } from '@mantine/core';
import {
  IconArchive,
  IconArchiveOff,
  IconDoorExit,
  IconFlag,
  IconPencil,
  IconTrash,
  IconUserPlus,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../app/atalaya.ts';
import { Report } from '../moderation/report.tsx';
import { ChannelMembers } from './channel-members.tsx';
import styles from './channel-panel.module.css';
import { refreshChannel, refreshChannels, takeDetail } from './channels.ts';
import type { Conversation } from './conversation.ts';
import { EditChannel } from './edit-channel.tsx';
import { InvitePeople } from './invite-people.tsx';
import { JumpFromPanel } from './jump-button.tsx';

type Dialog = 'edit' | 'invite' | 'leave' | 'report' | 'archive' | 'delete' | null;

interface ChannelAboutProps {
  channel: ChannelDetail;
  conversation: Conversation;
}

/** What is known about a channel, who is in it, and what may be done with it. */
export function ChannelAbout({ channel, conversation }: ChannelAboutProps) {
  const say = useSay();
  const errorText = useErrorText();
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<Dialog>(null);
  const { allowed } = channel;
  const channelId = channel.id;

  const unarchive = () => {
    api.chat.channels.unarchive
      .mutate({ channelId })
      .then(takeDetail, (error) => toastFailure(errorText(error)));
  };
  const leave = async () => {
    await conversation.leave();
    toastDone(say('channel.left', { name: channel.name }));
    refreshChannel(channelId);
    refreshChannels();
    if (channel.type === 'private') await navigate({ to: '/' });
  };
  const archive = async () => takeDetail(await api.chat.channels.archive.mutate({ channelId }));
  const remove = async () => {
    await api.chat.channels.delete.mutate({ channelId });
    toastDone(say('channel.deleted', { name: channel.name }));
    refreshChannels();
    await navigate({ to: '/' });
  };

  return (
    <>
      <section className={styles.about}>
        <h3>{channel.name}</h3>
        <p className={channel.topic ? styles.topic : styles.none}>
          {channel.topic || say('channel.noTopic')}
        </p>
        <p className={styles.facts}>
          {say(channel.type === 'private' ? 'channel.private' : 'channel.public')}
          {' · '}
          {say('channel.since', { date: shortDate(say.locale, channel.createdAt) })}
        </p>
        {channel.managersOnly && (
          <p className={styles.facts}>{say('channelRules.managersOnly.is')}</p>
        )}
        {channel.slowSeconds > 0 && (
          <p className={styles.facts}>
            {say('channelRules.slow.is', {
              time: timeLeft(say.locale, channel.slowSeconds * 1000),
            })}
          </p>
        )}
        <div className={styles.actions}>
          <JumpFromPanel channel={channel} conversation={conversation} />
          {allowed.invite && (
            <Button
              size="xs"
              leftSection={<IconUserPlus size={15} aria-hidden />}
              onClick={() => setDialog('invite')}
            >
              {say('invitePeople.title')}
            </Button>
          )}
          {allowed.update && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPencil size={15} aria-hidden />}
              onClick={() => setDialog('edit')}
            >
              {say('action.edit')}
            </Button>
          )}
        </div>
      </section>
      <ChannelMembers channel={channel} />
      <section className={styles.last}>
        {allowed.leave && (
          <button type="button" onClick={() => setDialog('leave')}>
            <IconDoorExit size={17} stroke={1.6} aria-hidden />
            {say('channel.leave')}
          </button>
        )}
        <button type="button" onClick={() => setDialog('report')}>
          <IconFlag size={17} stroke={1.6} aria-hidden />
          {say('report.channel')}
        </button>
        {allowed.archive &&
          (channel.archivedAt ? (
            <button type="button" onClick={unarchive}>
              <IconArchiveOff size={17} stroke={1.6} aria-hidden />
              {say('channel.unarchive')}
            </button>
          ) : (
            <button type="button" onClick={() => setDialog('archive')}>
              <IconArchive size={17} stroke={1.6} aria-hidden />
              {say('channel.archive')}
            </button>
          ))}
        {allowed.delete && (
          <button type="button" data-danger onClick={() => setDialog('delete')}>
            <IconTrash size={17} stroke={1.6} aria-hidden />
            {say('channel.delete')}
          </button>
        )}
      </section>
      {dialog === 'edit' && <EditChannel channel={channel} onClose={() => setDialog(null)} />}
      {dialog === 'invite' && <InvitePeople channel={channel} onClose={() => setDialog(null)} />}
      {dialog === 'report' && (
        <Report
          subjectType="channel"
          subjectId={channelId}
          name={channel.name}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'leave' && (
        <Confirm
          title={say('channel.leave.title', { name: channel.name })}
          text={say(channel.type === 'private' ? 'channel.leave.private' : 'channel.leave.public')}
          confirm={say('channel.leave')}
          onConfirm={leave}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'archive' && (
        <Confirm
          title={say('channel.archive.title', { name: channel.name })}
          text={say('channel.archive.text')}
          confirm={say('channel.archive')}
          onConfirm={archive}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'delete' && (
        <Confirm
          title={say('channel.delete.title', { name: channel.name })}
          text={say('channel.delete.text')}
          confirm={say('channel.delete')}
          typed={channel.name}
          onConfirm={remove}
          onClose={() => setDialog(null)}
        />
      )}
    </>
  );
}
