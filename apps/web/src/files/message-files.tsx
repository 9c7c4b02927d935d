import type { FileView } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { memo } from 'react';
import { FileRow } from './file-row.tsx';
import { iconFor, kindOf } from './file-words.ts';
import { lightbox } from './lightbox-choice.ts';
import styles from './message-files.module.css';
import { Picture } from './picture.tsx';
import { Player } from './player.tsx';

/** What a message carries: its pictures together, then what can be played, then the rest. */
export const MessageFiles = memo(function MessageFiles({ files }: { files: readonly FileView[] }) {
  const ready = files.filter(({ state }) => state === 'ready');
  const pictures = ready.filter((file) => kindOf(file) === 'picture');
  const others = files.filter((file) => !pictures.includes(file));
  return (
    <div className={styles.files}>
      {pictures.length > 0 && (
        <div className={styles.pictures} data-count={Math.min(pictures.length, 3)}>
          {pictures.map((file, index) => (
            <Picture
              key={file.id}
              file={file}
              isAlone={pictures.length === 1}
              onOpen={() => lightbox.set({ files: pictures, index })}
            />
          ))}
        </div>
      )}
      {others.map((file) => (
        <OtherFile key={file.id} file={file} />
      ))}
    </div>
  );
});

function OtherFile({ file }: { file: FileView }) {
  if (file.state !== 'ready') return <UnreadyRow file={file} />;
  const kind = kindOf(file);
  if (kind === 'video' || kind === 'audio') return <Player file={file} kind={kind} />;
  return <FileRow file={file} />;
}

/** Still being looked at by the server, or refused by it. */
function UnreadyRow({ file }: { file: FileView }) {
  const say = useSay();
  const Icon = iconFor('', file.name);
  const isRefused = file.state === 'refused';
  return (
    <div className={styles.row} data-refused={isRefused || undefined}>
      <Icon size={26} stroke={1.4} aria-hidden />
      <span className={styles.about}>
        <span className={styles.name}>{file.name}</span>
        <span className={styles.small}>
          {isRefused ? say(`error.refused.${file.refusal ?? 'fileLost'}`) : say('files.checking')}
        </span>
      </span>
    </div>
  );
}
