import { useSay } from '@atalaya/ui/i18n';
import { Popover, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import { type ReactNode, useRef, useState } from 'react';
import styles from './choice.module.css';

interface ChoiceProps {
  /** What is chosen here: «Channel». */
  label: string;
  /** What was chosen; null: nothing. */
  chosen: string | null;
  onClear: () => void;
  /** What there is to choose from; call `close` when it is chosen. */
  children: (close: () => void) => ReactNode;
}

/** A filter as a chip that opens; once something is chosen it says so and can be taken away. */
export function Choice({ label, chosen, onClear, children }: ChoiceProps) {
  const say = useSay();
  const [isOpen, setOpen] = useState(false);
  const target = useRef<HTMLButtonElement>(null);
  const text = chosen === null ? label : `${label}: ${chosen}`;
  return (
    <span className={styles.choice} data-on={chosen !== null || undefined}>
      <Popover
        opened={isOpen}
        onChange={setOpen}
        position="bottom-start"
        trapFocus
        returnFocus
        shadow="md"
        transitionProps={{ duration: 80 }}
      >
        <Popover.Target>
          <UnstyledButton ref={target} className={styles.target} onClick={() => setOpen(!isOpen)}>
            <span className={styles.text}>{text}</span>
            {chosen === null && <IconChevronDown size={14} aria-hidden />}
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown className={styles.dropdown} aria-label={label}>
          {children(() => setOpen(false))}
        </Popover.Dropdown>
      </Popover>
      {chosen !== null && (
        <UnstyledButton
          className={styles.clear}
          aria-label={say('search.remove', { filter: text })}
          onClick={() => {
            // The cross goes with what it takes away: the focus stays on the filter.
            target.current?.focus();
            onClear();
          }}
        >
          <IconX size={14} aria-hidden />
        </UnstyledButton>
      )}
    </span>
  );
}
