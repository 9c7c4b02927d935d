import { useSay } from '@atalaya/ui/i18n';
import { useStore } from '@atalaya/ui/state';
import { Kbd, Menu, UnstyledButton } from '@mantine/core';
import {
  IconBookmark,
  IconBookmarkPlus,
  IconChevronDown,
  IconListDetails,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect } from 'react';
import { useScreenKeys } from '../app/keys.ts';
import type { Filters } from './filters.ts';
import { ManageViews } from './manage-views.tsx';
import { SaveView } from './save-view.tsx';
import { keyedViews, showView, viewOf, viewsOpen, viewsQuery } from './views.ts';
import styles from './views-menu.module.css';

/** The saved views: `v` opens them, a digit chooses one. */
export function ViewsMenu({ filters }: { filters: Filters }) {
  const say = useSay();
  const { data: views = [] } = useQuery(viewsQuery);
  const open = useStore(viewsOpen);
  const close = () => viewsOpen.set(null);
  const active = viewOf(views, filters);
  useEffect(() => close, []);
  useScreenKeys({
    title: 'keys.views',
    keys: [{ keys: ['v'], label: 'V', does: 'keys.views.open', press: openViews }],
  });
  const digit = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const view = /^[1-9]$/.test(event.key) ? views[Number(event.key) - 1] : undefined;
    if (!view) return;
    event.preventDefault();
    close();
    showView(view);
  };
  return (
    <div className={styles.bar}>
      <Menu
        position="bottom-start"
        width={260}
        returnFocus
        opened={open === 'menu'}
        onChange={change}
      >
        <Menu.Target>
          <UnstyledButton className={styles.target} data-on={active ? true : undefined}>
            <IconBookmark size={14} stroke={1.7} aria-hidden />
            <span className={styles.name}>
              {active ? say('views.active', { name: active.name }) : say('views.title')}
            </span>
            <IconChevronDown size={13} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown onKeyDown={digit}>
          {views.length === 0 && <Menu.Label>{say('views.none')}</Menu.Label>}
          {views.map((view, index) => (
            <Menu.Item
              key={view.id}
              aria-current={view === active || undefined}
              rightSection={index < keyedViews ? <Kbd size="xs">{index + 1}</Kbd> : undefined}
              onClick={() => showView(view)}
            >
              {view.name}
              {!view.mine && <span className={styles.by}> · {view.by.displayName}</span>}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconBookmarkPlus size={16} aria-hidden />}
            onClick={() => viewsOpen.set('save')}
          >
            {say('views.save')}
          </Menu.Item>
          {views.some(({ mine }) => mine) && (
            <Menu.Item
              leftSection={<IconListDetails size={16} aria-hidden />}
              onClick={() => viewsOpen.set('manage')}
            >
              {say('views.manage')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {open === 'save' && <SaveView filters={filters} onClose={close} />}
      {open === 'manage' && <ManageViews views={views} onClose={close} />}
    </div>
  );
}

const openViews = () => viewsOpen.set('menu');
/** What an item of the menu opens stays open when the menu closes. */
const change = (opened: boolean) => {
  if (opened) openViews();
  else if (viewsOpen.get() === 'menu') viewsOpen.set(null);
};
