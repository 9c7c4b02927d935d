import { useSay } from '@atalaya/ui/i18n';
import { Avatar } from '@atalaya/ui/pieces';
import styles from './completion-list.module.css';
import type { useCompletion } from './use-completion.ts';

/** What could be written, above the field. The focus stays in the field. */
export function CompletionList({ completion }: { completion: ReturnType<typeof useCompletion> }) {
  const say = useSay();
  const { isOpen, suggestions, current, listId, optionId, choose, sign } = completion;
  const label = say(sign === '@' ? 'complete.people' : 'complete.emoji');
  return (
    <>
      {/* What the list holds is told without leaving the field. */}
      <span className="visually-hidden" role="status">
        {isOpen && say('complete.found', { count: suggestions.length })}
      </span>
      {isOpen && (
        <div className={styles.list} id={listId} role="listbox" aria-label={label}>
          {suggestions.map((one, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
            // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus
            <div
              key={one.key}
              id={optionId(index)}
              role="option"
              aria-selected={index === current}
              className={styles.option}
              // Else the field would lose the focus before the click.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(one)}
            >
              {one.person && (
                <Avatar
                  id={one.person.id}
                  name={one.name}
                  size={24}
                  presence={one.person.presence}
                />
              )}
              {one.sign && <span aria-hidden>{one.sign}</span>}
              <span className={styles.name}>{one.name}</span>
              {one.note && <small className={styles.note}>{one.note}</small>}
            </div>
          ))}
        </div>
      )}
    </>
  );
}
