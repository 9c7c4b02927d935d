import { type TextKey, useSay } from '@atalaya/ui/i18n';
import { roving } from '@atalaya/ui/lists';
import {
  type Icon,
  IconBlockquote,
  IconBold,
  IconCode,
  IconItalic,
  IconList,
  IconSourceCode,
  IconStrikethrough,
} from '@tabler/icons-react';
import type { KeyboardEvent, ReactNode } from 'react';
import styles from './format-bar.module.css';
import type { Format } from './formatting.ts';

const formats: readonly { format: Format; Icon: Icon; keys: string; name: TextKey }[] = [
  { format: 'bold', Icon: IconBold, keys: 'Control+B', name: 'writing.bold' },
  { format: 'italic', Icon: IconItalic, keys: 'Control+I', name: 'writing.italic' },
  {
    format: 'strike',
    Icon: IconStrikethrough,
    keys: 'Control+Shift+X',
    name: 'writing.strike',
  },
  { format: 'code', Icon: IconCode, keys: 'Control+E', name: 'writing.code' },
  {
    format: 'codeBlock',
    Icon: IconSourceCode,
    keys: 'Control+Shift+C',
    name: 'writing.codeBlock',
  },
  { format: 'quote', Icon: IconBlockquote, keys: 'Control+Shift+9', name: 'writing.quote' },
  { format: 'list', Icon: IconList, keys: 'Control+Shift+8', name: 'writing.list' },
];

interface FormatBarProps {
  onFormat: (format: Format) => void;
  /** While the text is shown and not written. */
  disabled: boolean;
  children?: ReactNode;
}

/** Buttons that format what is chosen. One stop of Tab; arrows move inside. */
export function FormatBar({ onFormat, disabled, children }: FormatBarProps) {
  const say = useSay();
  return (
    <div
      className={styles.bar}
      role="toolbar"
      aria-label={say('writing.formats')}
      onKeyDown={sideways}
      onFocus={roving.onFocus}
    >
      {formats.map(({ format, Icon, keys, name }, index) => (
        <button
          key={format}
          type="button"
          className={styles.button}
          data-rove
          tabIndex={index === 0 ? 0 : -1}
          aria-label={say(name)}
          aria-keyshortcuts={keys}
          title={`${say(name)} (${keys.replace('Control', 'Ctrl')})`}
          disabled={disabled}
          // The field keeps the focus, and a phone its keyboard.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onFormat(format)}
        >
          <Icon size={17} stroke={1.7} aria-hidden />
        </button>
      ))}
      {children}
    </div>
  );
}

/** A bar lies on its side: its arrows are left and right. */
function sideways(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-rove]')];
  const next = all[all.indexOf(document.activeElement as HTMLElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
