import { dayLine } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import styles from './day-line.module.css';
import { type Journey, JumpMenu } from './jump-menu.tsx';

interface DayLineProps {
  date: Date;
  /** Where one can go from here; null: nowhere. */
  journey: Journey | null;
}

/** The line above the first message of a day. It opens the way to other days. */
export function DayLine({ date, journey }: DayLineProps) {
  const say = useSay();
  const [isOpen, setOpen] = useState(false);
  const day = dayLine(say.locale, date);
  return (
    <div className={styles.day}>
      {journey ? (
        <JumpMenu {...journey} isOpen={isOpen} onChange={setOpen}>
          <UnstyledButton
            className={styles.name}
            // The whole list is one stop of Tab; without a mouse there is the shortcut.
            tabIndex={-1}
            aria-label={say('jump.from', { day })}
            onClick={() => setOpen(!isOpen)}
          >
            {day}
          </UnstyledButton>
        </JumpMenu>
      ) : (
        <span>{day}</span>
      )}
    </div>
  );
}
