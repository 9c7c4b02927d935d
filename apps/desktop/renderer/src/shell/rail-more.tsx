import { useSay } from '@atalaya/ui/i18n';
import { Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import styles from './rail.module.css';
import type { screens } from './screens.ts';

type Screen = (typeof screens)[number];

/** The screens that a narrow window's bar has no room for. Wide windows show them all. */
export function RailMore({ screens }: { screens: readonly Screen[] }) {
  const say = useSay();
  const { pathname } = useLocation();
  if (screens.length === 0) return null;
  const here = screens.find(({ to }) => pathname.startsWith(to));
  return (
    <Menu position="top-end" width={220}>
      <Menu.Target>
        <button
          type="button"
          className={styles.item}
          data-narrow-only
          data-status={here ? 'active' : undefined}
        >
          <IconDots size={21} stroke={1.6} aria-hidden />
          <span className={styles.name}>{say('rail.more')}</span>
          {here && <span className="visually-hidden">, {say(`rail.${here.name}`)}</span>}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {screens.map(({ to, name, icon: Icon }) => (
          <Menu.Item
            key={name}
            component={Link}
            to={to}
            leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
          >
            {say(`rail.${name}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
