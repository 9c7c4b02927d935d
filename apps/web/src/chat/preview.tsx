import { useSay } from '@atalaya/ui/i18n';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { useMe } from '../app/session.ts';
import { markdown } from './markdown.tsx';
import row from './message-row.module.css';
import styles from './preview.module.css';
import type { Preview } from './use-preview.ts';

interface PreviewTextProps {
  preview: Preview;
  text: string;
  /** Enter: as in the field. */
  onEnter: () => void;
}

/** A text as the message will look. Enter sends it from here too; Escape goes back to the field. */
export function PreviewText({ preview, text, onEnter }: PreviewTextProps) {
  const say = useSay();
  const me = useMe();
  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (preview.press(event)) return;
    if (event.key === 'Escape') {
      preview.close();
    } else if (
      event.key === 'Enter' &&
      !event.shiftKey &&
      !event.altKey &&
      // A link or a button in it does what it is for.
      !(event.target as HTMLElement).closest('a, button')
    ) {
      onEnter();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <section
      ref={preview.region}
      className={styles.preview}
      aria-label={say('writing.preview.shown')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and Enter sends from here
      tabIndex={0}
      onKeyDown={press}
    >
      <div className={row.body}>{markdown(text.trim(), me)}</div>
    </section>
  );
}

/** Shows the text as it will look, or goes back to writing it. */
export function PreviewButton({
  preview,
  className,
}: {
  preview: Preview;
  className: string | undefined;
}) {
  const say = useSay();
  const Icon = preview.isOpen ? IconEyeOff : IconEye;
  const label = say('writing.preview');
  return (
    <button
      type="button"
      className={className}
      aria-label={label}
      aria-keyshortcuts="Control+Alt+P"
      title={label}
      aria-pressed={preview.isOpen}
      disabled={!preview.canOpen}
      onClick={preview.toggle}
    >
      <Icon size={20} stroke={1.6} aria-hidden />
    </button>
  );
}
