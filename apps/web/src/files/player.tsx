import type { FileView } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { FileRow } from './file-row.tsx';
import styles from './message-files.module.css';
import { useAddresses } from './use-addresses.ts';

/** Sound or video that browsers play safely; what does not play can still be saved. */
export function Player({ file, kind }: { file: FileView; kind: 'audio' | 'video' }) {
  const say = useSay();
  const { addresses, isGone, attempt, onError, onLoad } = useAddresses(file);
  const given = {
    src: addresses?.original,
    controls: true,
    'aria-label': say(`files.${kind}`, { name: file.name }),
    onError,
    onLoadedMetadata: onLoad,
  };
  return (
    <div className={styles.player}>
      {!isGone &&
        (kind === 'video' ? (
          <video key={attempt} {...given} className={styles.video} preload="metadata" playsInline />
        ) : (
          <audio key={attempt} {...given} className={styles.audio} preload="none" />
        ))}
      <FileRow file={file} />
    </div>
  );
}
