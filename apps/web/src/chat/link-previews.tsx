import type { LinkPreview } from '@atalaya/api/types';
import { siteOf } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { IconX } from '@tabler/icons-react';
import styles from './link-previews.module.css';
import { safeAddress } from './safe-address.ts';

interface LinkPreviewsProps {
  previews: readonly LinkPreview[];
  /** Absent for who may not take them off. */
  onRemove: ((preview: LinkPreview) => void) | undefined;
}

/** What the pages behind a message's links say of themselves. Nothing here is asked of those pages. */
export function LinkPreviews({ previews, onRemove }: LinkPreviewsProps) {
  const say = useSay();
  return (
    <ul className={styles.list} aria-label={say('preview.list')}>
      {previews.map((preview) => (
        <li key={preview.url} className={styles.card}>
          <p className={styles.site} dir="auto">
            {siteOf(preview)}
          </p>
          <a
            href={safeAddress(preview.url) ?? undefined}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className={styles.title}
            dir="auto"
          >
            {preview.title}
          </a>
          {preview.description !== '' && (
            <p className={styles.description} dir="auto">
              {preview.description}
            </p>
          )}
          {onRemove && (
            <button
              type="button"
              className={styles.remove}
              aria-label={say('preview.remove', { title: preview.title })}
              title={say('preview.remove', { title: preview.title })}
              onClick={() => onRemove(preview)}
            >
              <IconX size={14} stroke={1.8} aria-hidden />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
