import type { EvidenceContent } from '@atalaya/api/types';
import { siteOf } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import styles from './evidence-previews.module.css';

type FrozenPreview = NonNullable<
  Extract<EvidenceContent, { type: 'message' }>['message']['previews']
>[number];

/** What stood under a message of the pages that it links to. Leads nowhere: judging it asks nobody there. */
export function EvidencePreviews({ previews }: { previews: readonly FrozenPreview[] }) {
  const say = useSay();
  return (
    <ul className={styles.previews} aria-label={say('preview.list')}>
      {previews.map((preview) => (
        <li key={preview.url} title={preview.url}>
          <p className={styles.site} dir="auto">
            {siteOf(preview)}
            {preview.removed && <em>{say('case.evidence.previewRemoved')}</em>}
          </p>
          <p className={styles.title} dir="auto">
            {preview.title}
          </p>
          {preview.description !== '' && <p dir="auto">{preview.description}</p>}
        </li>
      ))}
    </ul>
  );
}
