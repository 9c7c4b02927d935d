import type { FileView } from '@atalaya/api/types';
import { sizeText } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { IconDownload } from '@tabler/icons-react';
import { iconFor } from './file-words.ts';
import styles from './message-files.module.css';
import { useDownload } from './use-download.ts';

/** A file to be saved: what it is, how large, and the way to have it. */
export function FileRow({ file }: { file: FileView }) {
  const say = useSay();
  const save = useDownload();
  const Icon = iconFor(file.type, file.name);
  return (
    <button type="button" className={styles.row} onClick={() => save(file)}>
      <Icon size={26} stroke={1.4} aria-hidden />
      <span className="visually-hidden">{say('files.save')}</span>
      <span className={styles.about}>
        <span className={styles.name}>{file.name}</span>
        <span className={styles.small}>{sizeText(say.locale, file.bytes)}</span>
      </span>
      <IconDownload size={18} stroke={1.6} aria-hidden />
    </button>
  );
}
