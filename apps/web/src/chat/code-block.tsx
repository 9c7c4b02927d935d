import { useSay } from '@atalaya/ui/i18n';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import styles from './code-block.module.css';
import { useColours } from './highlight/use-colours.ts';

/** A block of code with its language, in colours where that is known, and a way to copy it. */
export function CodeBlock({ code, language }: { code: string; language: string }) {
  const say = useSay();
  const clipboard = useClipboard({ timeout: 1500 });
  const parts = useColours(code, language);
  return (
    <div className={styles.block}>
      {language && <span className={styles.language}>{language}</span>}
      <button
        type="button"
        className={styles.copy}
        onClick={() => clipboard.copy(code)}
        aria-label={say(clipboard.copied ? 'action.copied' : 'action.copyCode')}
      >
        {clipboard.copied ? (
          <IconCheck size={15} aria-hidden />
        ) : (
          <IconCopy size={15} aria-hidden />
        )}
      </button>
      {/* A keyboard must be able to scroll long lines. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the block scrolls */}
      <pre tabIndex={0}>
        <code>
          {parts?.map(({ text, kind }, index) =>
            kind ? (
              <span key={index} data-kind={kind}>
                {text}
              </span>
            ) : (
              text
            ),
          ) ?? code}
        </code>
      </pre>
    </div>
  );
}
