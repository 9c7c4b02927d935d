import type { CaseDetail } from '@atalaya/api/types';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { toastDone, toastFailure } from '@atalaya/ui/toasts';
import { ActionIcon, Kbd, Menu } from '@mantine/core';
import {
  IconArrowBigDownLines,
  IconArrowBigUpLines,
  IconClockPause,
  IconClockPlay,
  IconDots,
  IconUserCheck,
} from '@tabler/icons-react';
import { deskQuestion, unsnoozeCase } from './desk-actions.ts';

/** What can be arranged about the case; nothing where one may arrange nothing. */
export function DeskMenu({ detail }: { detail: CaseDetail }) {
  const say = useSay();
  const errorText = useErrorText();
  const { assign, escalate, deescalate, snooze, unsnooze } = detail.allowed;
  if (!(assign || escalate || deescalate || snooze || unsnooze)) return null;
  const wake = () => {
    unsnoozeCase(detail.id).then(
      () => toastDone(say('desk.woken')),
      (error) => toastFailure(errorText(error)),
    );
  };
  return (
    <Menu position="bottom-end" returnFocus>
      <Menu.Target>
        <ActionIcon aria-label={say('desk.menu')} title={say('desk.menu')}>
          <IconDots size={18} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {assign && (
          <Menu.Item
            leftSection={<IconUserCheck size={16} aria-hidden />}
            rightSection={<Kbd size="xs">A</Kbd>}
            onClick={() => deskQuestion.set('assign')}
          >
            {say('desk.assign')}
          </Menu.Item>
        )}
        {escalate && (
          <Menu.Item
            leftSection={<IconArrowBigUpLines size={16} aria-hidden />}
            rightSection={<Kbd size="xs">E</Kbd>}
            onClick={() => deskQuestion.set('escalate')}
          >
            {say('desk.escalate')}
          </Menu.Item>
        )}
        {deescalate && (
          <Menu.Item
            leftSection={<IconArrowBigDownLines size={16} aria-hidden />}
            rightSection={<Kbd size="xs">E</Kbd>}
            onClick={() => deskQuestion.set('deescalate')}
          >
            {say('desk.deescalate')}
          </Menu.Item>
        )}
        {snooze && (
          <Menu.Item
            leftSection={<IconClockPause size={16} aria-hidden />}
            rightSection={unsnooze ? undefined : <Kbd size="xs">S</Kbd>}
            onClick={() => deskQuestion.set('snooze')}
          >
            {say('desk.snooze')}
          </Menu.Item>
        )}
        {unsnooze && (
          <Menu.Item
            leftSection={<IconClockPlay size={16} aria-hidden />}
            rightSection={<Kbd size="xs">S</Kbd>}
            onClick={wake}
          >
            {say('desk.unsnooze')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
