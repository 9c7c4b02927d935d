import type { FileView } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { IconPhotoOff } from '@tabler/icons-react';
import { useState } from 'react';
import styles from './message-files.module.css';
import { thumbOf } from './thumb.ts';
import { useAddresses } from './use-addresses.ts';

/** The box in which a picture that stands alone is shown, and the least side of it, in pixels. */
const box = { width: 380, height: 300, least: 48 };
/** Moving pictures up to here move in the conversation itself. */
const mostMovingBytes = 4_000_000;

interface PictureProps {
  file: FileView;
  /** The only one of its message: shown whole, not cut to a square. */
  isAlone: boolean;
  onOpen: () => void;
}

/** A picture in a conversation: its place is known before it is there, so that nothing jumps. */
export function Picture({ file, isAlone, onOpen }: PictureProps) {
  const say = useSay();
  const { addresses, isGone, attempt, onError, onLoad } = useAddresses(file);
  const [loaded, setLoaded] = useState<string | null>(null);
  const source = addresses && sourceOf(file, addresses, isAlone);
  const thumb = thumbOf(file.thumbhash);
  const isLoaded = source !== undefined && loaded === source;
  const maySeeThrough = file.type !== 'image/jpeg';
  return (
    <button
      type="button"
      className={`${styles.picture} ${isAlone ? '' : styles.tile}`}
      style={{
        ...(isAlone ? fitting(file) : {}),
        ...(thumb && !(isLoaded && maySeeThrough) ? { backgroundImage: `url(${thumb})` } : {}),
      }}
      aria-label={say('files.open', { name: file.name })}
      onClick={onOpen}
    >
      {isGone ? (
        <span className={styles.gone}>
          <IconPhotoOff size={22} stroke={1.5} aria-hidden />
          {say('files.unavailable')}
        </span>
      ) : (
        source && (
          <img
            key={attempt}
            src={source}
            alt={file.name}
            decoding="async"
            draggable={false}
            data-loaded={isLoaded || undefined}
            onLoad={() => {
              setLoaded(source);
              onLoad();
            }}
            onError={onError}
          />
        )
      )}
    </button>
  );
}

function sourceOf(
  { type, bytes }: FileView,
  { original, medium, small }: { original: string; medium: string | null; small: string | null },
  isAlone: boolean,
): string {
  const moves = type === 'image/gif' && bytes <= mostMovingBytes;
  if (moves && !matchMedia('(prefers-reduced-motion: reduce)').matches) return original;
  return (isAlone ? medium : small) ?? original;
}

/** Width and shape of a picture that stands alone; narrower screens scale it. */
function fitting({ width, height }: FileView) {
  const wide = width ?? box.width;
  const high = height ?? box.height;
  const scale = Math.min(1, box.width / wide, box.height / high);
  const shown = {
    width: Math.max(box.least, Math.round(wide * scale)),
    height: Math.max(box.least, Math.round(high * scale)),
  };
  return { width: shown.width, aspectRatio: `${shown.width} / ${shown.height}` };
}
