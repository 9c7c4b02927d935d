import { roving } from '@atalaya/ui/lists';
import { TextInput, UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { KeyboardEvent, ReactNode } from 'react';
import styles from './pick-list.module.css';

export interface Pick {
  id: string;
  name: string;
  picture: ReactNode;
  note?: string;
}

interface PickListProps {
  label: string;
  written: string;
  onWrite: (written: string) => void;
  picks: readonly Pick[];
  /** What is said when nothing fits; null while that is not known. */
  nothing: string | null;
  onPick: (id: string) => void;
}

/** One of many, found by a few letters; Enter takes the first. */
export function PickList({ label, written, onWrite, picks, nothing, onPick }: PickListProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const first = picks[0];
    if (event.key === 'Enter' && first) onPick(first.id);
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      const next = event.currentTarget.closest('[data-pick-list]');
      next?.querySelector<HTMLElement>('[data-rove]')?.focus();
    }
  };
  return (
    <div data-pick-list>
      <TextInput
        size="sm"
        value={written}
        onChange={(event) => onWrite(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        aria-label={label}
        placeholder={label}
        leftSection={<IconSearch size={15} aria-hidden />}
        maxLength={80}
        data-autofocus
      />
      <ul className={styles.list} aria-label={label} {...roving}>
        {picks.map(({ id, name, note, picture }, index) => (
          <li key={id}>
            <UnstyledButton
              className={styles.pick}
              onClick={() => onPick(id)}
              data-rove
              tabIndex={index === 0 ? 0 : -1}
            >
              {picture}
              <span className={styles.name}>{name}</span>
              {note && <small className={styles.note}>{note}</small>}
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {picks.length === 0 && nothing && <p className={styles.nothing}>{nothing}</p>}
    </div>
  );
}
