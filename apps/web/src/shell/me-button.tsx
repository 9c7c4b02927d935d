import { useSay } from '@atalaya/ui/i18n';
import { Avatar, PresenceDot } from '@atalaya/ui/pieces';
import { Menu } from '@mantine/core';
import { IconKeyboard, IconLogout, IconSettings, IconTicket } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe } from '../app/session.ts';
import { presenceChoices, usePresenceChoice } from '../me/presence-choice.ts';
import { ConfirmSignOut, signOut, useUnsent } from '../me/sign-out.tsx';
import { usePresence } from '../people/presence.ts';
import { openShortcuts } from './keys.ts';
import styles from './me-button.module.css';

/** Oneself at the foot of the sidebar, and the profile menu. */
export function MeButton() {
  const say = useSay();
  const me = useMe();
  const [choice, choose] = usePresenceChoice();
  const unsent = useUnsent();
  const [isAsking, setAsking] = useState(false);
  const { presence, statusText } = usePresence({
    id: me.id,
    presence: 'online',
    statusText: me.statusText,
  });
  return (
    <>
      <Menu position="top-start" width={250}>
        <Menu.Target>
          <button type="button" className={styles.button}>
            <Avatar id={me.id} name={me.displayName} size={32} presence={presence} />
            <span className={styles.names}>
              <span className={styles.name}>{me.displayName}</span>
              <span className={styles.status}>{statusText || say(`presence.${presence}`)}</span>
            </span>
            <span className="visually-hidden">{say('me.menu')}</span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{say('me.presence')}</Menu.Label>
          <Menu.RadioGroup value={choice} onChange={(value) => choose(value as typeof choice)}>
            {presenceChoices.map((option) => (
              <Menu.RadioItem
                key={option}
                value={option}
                closeMenuOnClick
                rightSection={
                  <PresenceDot
                    presence={
                      option === 'auto' ? 'online' : option === 'invisible' ? 'offline' : option
                    }
                  />
                }
              >
                {say(`presenceChoice.${option}`)}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Divider />
          <Menu.Item
            component={Link}
            to="/me"
            leftSection={<IconSettings size={16} stroke={1.6} aria-hidden />}
          >
            {say('me.title')}
          </Menu.Item>
          {me.permissions.includes('members:invite') && (
            <Menu.Item
              component={Link}
              to="/invites"
              leftSection={<IconTicket size={16} stroke={1.6} aria-hidden />}
            >
              {say('invites.title')}
            </Menu.Item>
          )}
          <Menu.Item
            onClick={openShortcuts}
            leftSection={<IconKeyboard size={16} stroke={1.6} aria-hidden />}
          >
            {say('shortcuts.title')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            onClick={() => (unsent > 0 ? setAsking(true) : signOut())}
            leftSection={<IconLogout size={16} stroke={1.6} aria-hidden />}
          >
            {say('me.signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isAsking && <ConfirmSignOut onClose={() => setAsking(false)} />}
    </>
  );
}
