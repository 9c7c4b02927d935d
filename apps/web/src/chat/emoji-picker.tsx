import { useSay } from '@atalaya/ui/i18n';
import { type KeyboardEvent, useState } from 'react';
import { emojiGroups, findEmoji, quickEmoji } from './emoji.ts';
import styles from './emoji-picker.module.css';

interface EmojiPickerProps {
  onChoose: (emoji: string) => void;
}

/** A small picker: six at hand, the rest by group, and a search in either language. */
export function EmojiPicker({ onChoose }: EmojiPickerProps) {
  const say = useSay();
  const [query, setQuery] = useState('');
  const found = query.trim() === '' ? null : findEmoji(query);
  const groups = found
    ? [{ name: 'found' as const, emoji: found }]
    : [
        { name: 'quick' as const, emoji: quickEmoji.map((sign) => ({ sign, words: '' })) },
        ...emojiGroups,
      ];

  // Arrows walk through the grid; where a row ends only the layout knows.
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-emoji]')];
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    const rowOf = (button: HTMLElement | undefined) => button?.offsetTop ?? 0;
    let to = at;
    if (event.key === 'ArrowRight') to = at + 1;
    else if (event.key === 'ArrowLeft') to = at - 1;
    else if (event.key === 'ArrowDown') {
      const here = buttons[at];
      to =
        at < 0
          ? 0
          : buttons.findIndex(
              (button) =>
                rowOf(button) > rowOf(here) && button.offsetLeft === (here?.offsetLeft ?? 0),
            );
    } else if (event.key === 'ArrowUp') {
      const here = buttons[at];
      to = buttons.findLastIndex(
        (button) => rowOf(button) < rowOf(here) && button.offsetLeft === (here?.offsetLeft ?? 0),
      );
    } else return;
    if (at < 0 && event.key !== 'ArrowDown') return;
    event.preventDefault();
    buttons[to]?.focus();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the buttons inside
    <div className={styles.picker} onKeyDown={move}>
      <input
        className={styles.search}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={(event) => {
          const first = found?.[0];
          if (event.key === 'Enter' && first) onChoose(first.sign);
        }}
        placeholder={say('emoji.search')}
        aria-label={say('emoji.search')}
        data-autofocus
      />
      <div className={styles.groups}>
        {groups.map(({ name, emoji }) => (
          <section key={name} aria-label={say(`emoji.${name}`)}>
            <h3>{say(`emoji.${name}`)}</h3>
            <div className={styles.grid}>
              {emoji.map(({ sign, words }) => (
                <button
                  key={sign}
                  type="button"
                  data-emoji
                  className={styles.emoji}
                  title={words}
                  aria-label={`${sign} ${words}`}
                  onClick={() => onChoose(sign)}
                >
                  {sign}
                </button>
              ))}
            </div>
          </section>
        ))}
        {found?.length === 0 && <p className={styles.nothing}>{say('emoji.nothing')}</p>}
      </div>
    </div>
  );
}
