import type { ChannelDetail, ChannelRole, RouterOutputs } from '@atalaya/api/types';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { PagedList } from '@atalaya/ui/lists';
import { Avatar } from '@atalaya/ui/pieces';
import { toastFailure } from '@atalaya/ui/toasts';
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../app/atalaya.ts';
import { useMe } from '../app/session.ts';
import { usePresence } from '../people/presence.ts';
import styles from './channel-members.module.css';
import { channelMutes, useUnmute } from './channel-mutes.tsx';
import { channelMembers, refreshChannel } from './channels.ts';
import { MuteMember } from './mute-member.tsx';

type ChannelMember = RouterOutputs['chat']['channels']['members']['items'][number];

/** The people in a channel, with what they may do there. */
export function ChannelMembers({ channel }: { channel: ChannelDetail }) {
  const say = useSay();
  const list = useInfiniteQuery(channelMembers(channel.id));
  const mutes = useQuery({ ...channelMutes(channel.id), enabled: channel.allowed.update });
  const muted = new Set(mutes.data?.map(({ member }) => member.id));
  const [muting, setMuting] = useState<ChannelMember | null>(null);
  return (
    <section className={styles.members}>
      <h3>
        {say('channel.members')} <span className="tabular">{channel.memberCount}</span>
      </h3>
      <PagedList list={list} rows={6} avatar>
        {(people) => (
          <ul className={styles.list}>
            {people.map((person) => (
              <MemberRow
                key={person.id}
                person={person}
                channel={channel}
                isMuted={muted.has(person.id)}
                onMute={setMuting}
              />
            ))}
          </ul>
        )}
      </PagedList>
      {muting && (
        <MuteMember channelId={channel.id} person={muting} onClose={() => setMuting(null)} />
      )}
    </section>
  );
}

const givable: readonly ChannelRole[] = ['owner', 'manager', 'writer', 'reader'];

interface MemberRowProps {
  person: ChannelMember;
  channel: ChannelDetail;
  isMuted: boolean;
  onMute: (person: ChannelMember) => void;
}

function MemberRow({ person, channel, isMuted, onMute }: MemberRowProps) {
  const say = useSay();
  const errorText = useErrorText();
  const me = useMe();
  const { presence } = usePresence(person);
  const unmute = useUnmute(channel.id);
  const target = { channelId: channel.id, memberId: person.id };
  const change = (call: Promise<unknown>) => {
    call.then(
      () => refreshChannel(channel.id),
      (error) => toastFailure(errorText(error)),
    );
  };
  // Owners and managers are an owner's business; the server has the last word.
  const isOwner = channel.role === 'owner' || me.permissions.includes('channels:manage');
  const isSenior = person.channelRole === 'owner' || person.channelRole === 'manager';
  const mayChange = channel.allowed.update && person.id !== me.id && (isOwner || !isSenior);
  const roles = isOwner ? givable : givable.slice(2);
  return (
    <li className={styles.member}>
      <Link to="/people" search={{ who: person.id }} className={styles.person}>
        <Avatar id={person.id} name={person.displayName} size={28} presence={presence} />
        <span className={styles.names}>
          <span className={styles.name}>{person.displayName}</span>
          {(isSenior || person.channelRole === 'reader') && (
            <span className={styles.role}>{say(`channelRole.${person.channelRole}`)}</span>
          )}
          {isMuted && <span className={styles.role}>{say('muteMember.tag')}</span>}
        </span>
      </Link>
      {mayChange && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon
              aria-label={say('channelMember.actions', { name: person.displayName })}
              className={styles.more}
            >
              <IconDots size={17} stroke={1.6} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{say('channelMember.role')}</Menu.Label>
            <Menu.RadioGroup
              value={person.channelRole}
              onChange={(role) =>
                change(api.chat.channels.setRole.mutate({ ...target, role: role as ChannelRole }))
              }
            >
              {roles.map((role) => (
                <Menu.RadioItem key={role} value={role} closeMenuOnClick>
                  {say(`channelRole.${role}`)}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            <Menu.Divider />
            {isMuted ? (
              <Menu.Item onClick={() => unmute(person)}>{say('channelMutes.end')}</Menu.Item>
            ) : (
              !isSenior && (
                <Menu.Item onClick={() => onMute(person)}>{say('muteMember.action')}</Menu.Item>
              )
            )}
            <Menu.Item
              color="red"
              onClick={() => change(api.chat.channels.removeMember.mutate(target))}
            >
              {say('channelMember.remove')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </li>
  );
}
