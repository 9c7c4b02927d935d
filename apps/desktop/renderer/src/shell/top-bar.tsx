import { ConnectionDot } from '@atalaya/ui/connection';
import { clock } from '@atalaya/ui/format';
import { changeLanguage, useSay } from '@atalaya/ui/i18n';
import { Avatar } from '@atalaya/ui/pieces';
import { useStore } from '@atalaya/ui/state';
import { type Language, preferences, usePreferences } from '@atalaya/ui/theme';
import { Kbd, Menu } from '@mantine/core';
import {
  IconBell,
  IconDeviceDesktop,
  IconKeyboard,
  IconLogout,
  IconRefresh,
  IconSearch,
  IconServer,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { alertCount } from '../alerts/alert-count.ts';
import { atalaya } from '../app/atalaya.ts';
import { native } from '../app/native.ts';
import { signOut, useMe } from '../app/session.ts';
import { updateState } from '../program/program-state.ts';
import { openKeys, openPalette, openProgram } from './overlays.ts';
import styles from './top-bar.module.css';

/** Puts the screens, and the program around them, into another language. */
export async function chooseLanguage(language: Language): Promise<void> {
  await changeLanguage(language);
  preferences.set({ language });
  await native?.setLanguage(language);
}

/** Organisation, search, line, alerts, oneself. */
export function TopBar() {
  const say = useSay();
  const me = useMe();
  const state = useStore(atalaya.connection);
  const { open } = useStore(alertCount);
  const line = state.status === 'idle' ? 'connecting' : state.status;
  return (
    <header className={styles.bar}>
      <span className={styles.organisation}>{me.organisation.name}</span>
      <button type="button" className={styles.search} onClick={openPalette}>
        <IconSearch size={16} stroke={1.7} aria-hidden />
        <span>{say('top.search')}</span>
        <Kbd size="xs" aria-hidden>
          Ctrl K
        </Kbd>
      </button>
      <span className={styles.live}>
        <ConnectionDot state={state} />
        <span aria-hidden>
          {state.status === 'offline'
            ? say('top.live.offline', { time: clock(say.locale, state.since) })
            : say(`top.live.${line as 'online'}`)}
        </span>
      </span>
      <Link to="/alerts" className={styles.alerts} data-some={open > 0 || undefined}>
        <IconBell size={17} stroke={1.7} aria-hidden />
        <span className={styles.count} aria-hidden>
          {open}
        </span>
        <span className="visually-hidden">{say('top.alerts', { count: open })}</span>
      </Link>
      <MeMenu />
    </header>
  );
}

function MeMenu() {
  const say = useSay();
  const me = useMe();
  const { theme } = usePreferences();
  const update = useStore(updateState);
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <button type="button" className={styles.me}>
          <Avatar id={me.id} name={me.displayName} size={28} />
          <span className="visually-hidden">
            {say('me.menu')}: {me.displayName}
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.displayName} · {say(`role.${me.role}`)}
        </Menu.Label>
        <Menu.Item leftSection={<IconKeyboard size={16} aria-hidden />} onClick={openKeys}>
          {say('keys.title')}
        </Menu.Item>
        {native && (
          <>
            {update.status === 'ready' && (
              <Menu.Item
                leftSection={<IconRefresh size={16} aria-hidden />}
                onClick={() => void native?.update.install()}
              >
                {say('program.update.restart')}
              </Menu.Item>
            )}
            <Menu.Item
              leftSection={<IconDeviceDesktop size={16} aria-hidden />}
              onClick={openProgram}
            >
              {say('program.title')}
            </Menu.Item>
            <Menu.Item
              component={Link}
              to="/server"
              leftSection={<IconServer size={16} aria-hidden />}
            >
              {say('server.change')}
            </Menu.Item>
          </>
        )}
        <Menu.Divider />
        <Menu.Label>{say('preferences.theme')}</Menu.Label>
        <Menu.RadioGroup
          value={theme}
          onChange={(value) => preferences.set({ theme: value as typeof theme })}
        >
          {(['auto', 'light', 'dark'] as const).map((value) => (
            <Menu.RadioItem key={value} value={value} closeMenuOnClick>
              {say(`preferences.theme.${value}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>{say('preferences.language')}</Menu.Label>
        <Menu.RadioGroup
          value={say.language}
          onChange={(value) => void chooseLanguage(value as Language)}
        >
          <Menu.RadioItem value="es" lang="es" closeMenuOnClick>
            Español
          </Menu.RadioItem>
          <Menu.RadioItem value="en" lang="en" closeMenuOnClick>
            English
          </Menu.RadioItem>
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={signOut}>
          {say('me.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
