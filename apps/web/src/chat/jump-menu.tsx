import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useStore } from '@atalaya/ui/state';
import { toastFailure } from '@atalaya/ui/toasts';
import { Button, Popover, TextInput, UnstyledButton } from '@mantine/core';
import { type FormEvent, type ReactElement, useState } from 'react';
import { beginOf, dayText } from '../search/search-filters.ts';
import type { Talk } from './conversation.ts';
import { dayAgo } from './day-ago.ts';
import { jump, type Where } from './jump.ts';
import styles from './jump-menu.module.css';

/** Where one can go from a conversation's day lines. */
export interface Journey {
  conversation: Talk;
  /** When the channel was made, in milliseconds: nothing is older. */
  since: number;
}

interface JumpMenuProps extends Journey {
  isOpen: boolean;
  onChange: (isOpen: boolean) => void;
  /** What it opens from. */
  children: ReactElement;
  /** It was chosen where to go. */
  onGone?: () => void;
}

const days = [
  { text: 'jump.today', days: 0 },
  { text: 'jump.yesterday', days: 1 },
  { text: 'jump.week', days: 7 },
  { text: 'jump.month', days: 0, months: 1 },
] as const;

/** A few days to go to in a conversation, its beginning, the first unread message, or any day. */
export function JumpMenu({ isOpen, onChange, children, ...journey }: JumpMenuProps) {
  const say = useSay();
  return (
    <Popover
      opened={isOpen}
      onChange={onChange}
      position="bottom"
      trapFocus
      returnFocus
      shadow="md"
      transitionProps={{ duration: 80 }}
    >
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown className={styles.dropdown} aria-label={say('jump.title')}>
        <Places {...journey} onClose={() => onChange(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

interface PlacesProps extends Journey {
  onClose: () => void;
  onGone?: () => void;
}

function Places({ conversation, since, onClose, onGone }: PlacesProps) {
  const say = useSay();
  const errorText = useErrorText();
  const newAfter = useStore(conversation.newAfter);
  const [first, last] = [dayText(new Date(since)), dayText(new Date())];
  const [day, setDay] = useState(last);
  const go = (where: Where) => {
    onClose();
    onGone?.();
    jump(conversation, where, say.locale).catch((error) => toastFailure(errorText(error)));
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const date = beginOf(day);
    if (date) go(date);
  };
  return (
    <>
      {newAfter !== null && (
        <UnstyledButton className={styles.place} onClick={() => go('unread')}>
          {say('jump.unread')}
        </UnstyledButton>
      )}
      {days.map(({ text, days, ...more }) => {
        const date = dayAgo(days, 'months' in more ? more.months : 0);
        return (
          dayText(date) >= first && (
            <UnstyledButton key={text} className={styles.place} onClick={() => go(date)}>
              {say(text)}
            </UnstyledButton>
          )
        );
      })}
      <UnstyledButton className={styles.place} onClick={() => go('start')}>
        {say('jump.start')}
      </UnstyledButton>
      <form className={styles.day} onSubmit={onSubmit}>
        <TextInput
          type="date"
          size="sm"
          required
          withAsterisk={false}
          label={say('jump.day')}
          value={day}
          min={first}
          max={last}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
        <Button type="submit" size="sm" variant="default">
          {say('jump.go')}
        </Button>
      </form>
    </>
  );
}
