import type { FileView } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { useStore } from '@atalaya/ui/state';
import { ActionIcon, Modal } from '@mantine/core';
import {
  IconChevronLeft,
  IconChevronRight,
  IconDownload,
  IconPhotoOff,
  IconX,
} from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import styles from './lightbox.module.css';
import { lightbox } from './lightbox-choice.ts';
import { thumbOf } from './thumb.ts';
import { useAddresses } from './use-addresses.ts';
import { useDownload } from './use-download.ts';

/** Longest side of the smaller form that the server makes. */
const mediumSide = 1_280;
/** Pixels that a finger goes before it means the next picture. */
const swipe = 50;

/** Pictures over everything else, one at a time: arrows go on, Escape goes back. */
export function Lightbox() {
  const shown = useStore(lightbox);
  useEffect(() => () => lightbox.set(null), []);
  const file = shown?.files[shown.index];
  if (!shown || !file) return null;
  return <Shown files={shown.files} index={shown.index} file={file} />;
}

interface ShownProps {
  files: readonly FileView[];
  index: number;
  file: FileView;
}

function Shown({ files, index, file }: ShownProps) {
  const say = useSay();
  const save = useDownload();
  const touchedAt = useRef<number | null>(null);
  const close = () => lightbox.set(null);
  const go = (by: number) => {
    const to = index + by;
    if (to >= 0 && to < files.length) lightbox.set({ files, index: to });
  };
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    },
    [before],
  );
  const latest = useRef(go);
  latest.current = go;
  useEffect(() => {
    // Wherever the focus is: it comes in here only when the window has opened.
    const press = ({ key }: KeyboardEvent) => {
      if (key === 'ArrowLeft') latest.current(-1);
      if (key === 'ArrowRight') latest.current(1);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  return (
    <Modal.Root opened onClose={close} fullScreen padding={0}>
      <Modal.Content className={styles.content} aria-label={say('files.open', { name: file.name })}>
        <header className={styles.head}>
          <p className={styles.name}>
            <span>{file.name}</span>
            {files.length > 1 && (
              <span className={styles.count} role="status">
                {say('files.position', { number: index + 1, count: files.length })}
              </span>
            )}
          </p>
          <ActionIcon
            size={36}
            className={styles.button}
            aria-label={say('files.save')}
            title={say('files.save')}
            onClick={() => save(file)}
          >
            <IconDownload size={20} stroke={1.6} aria-hidden />
          </ActionIcon>
          <ActionIcon
            size={36}
            className={styles.button}
            aria-label={say('action.close')}
            title={say('action.close')}
            data-autofocus
            onClick={close}
          >
            <IconX size={20} stroke={1.6} aria-hidden />
          </ActionIcon>
        </header>
        <div
          className={styles.stage}
          onTouchStart={({ touches }) => {
            touchedAt.current = touches.length === 1 ? (touches[0]?.clientX ?? null) : null;
          }}
          onTouchEnd={({ changedTouches }) => {
            const moved = (changedTouches[0]?.clientX ?? 0) - (touchedAt.current ?? Number.NaN);
            if (Math.abs(moved) > swipe) go(moved > 0 ? -1 : 1);
          }}
        >
          {/* biome-ignore lint/a11y/noStaticElementInteractions: a click beside the picture closes, as Escape and the button do */}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: see above */}
          <div className={styles.beside} onClick={close} />
          <Full key={file.id} file={file} />
          {files.length > 1 && (
            <>
              <ActionIcon
                size={44}
                className={`${styles.button} ${styles.before}`}
                aria-label={say('files.before')}
                disabled={index === 0}
                onClick={() => go(-1)}
              >
                <IconChevronLeft size={24} stroke={1.6} aria-hidden />
              </ActionIcon>
              <ActionIcon
                size={44}
                className={`${styles.button} ${styles.after}`}
                aria-label={say('files.after')}
                disabled={index === files.length - 1}
                onClick={() => go(1)}
              >
                <IconChevronRight size={24} stroke={1.6} aria-hidden />
              </ActionIcon>
            </>
          )}
        </div>
      </Modal.Content>
    </Modal.Root>
  );
}

function Full({ file }: { file: FileView }) {
  const say = useSay();
  const { addresses, isGone, attempt, onError, onLoad } = useAddresses(file);
  const { width, height, type } = file;
  const [isLoaded, setLoaded] = useState(false);
  const thumb = thumbOf(file.thumbhash);
  if (isGone) {
    return (
      <p className={styles.gone} role="alert">
        <IconPhotoOff size={32} stroke={1.4} aria-hidden />
        {say('files.unavailable')}
      </p>
    );
  }
  const wide = width ?? mediumSide;
  const mediumWide = Math.round(wide * Math.min(1, mediumSide / Math.max(wide, height ?? 1)));
  // The smaller form stands still; what may move is shown as it was sent.
  const hasChoice = addresses?.medium && !/gif|webp/.test(type) && mediumWide < wide;
  return (
    <img
      key={attempt}
      className={styles.picture}
      width={wide}
      height={height ?? undefined}
      style={thumb && !isLoaded ? { backgroundImage: `url(${thumb})` } : {}}
      src={addresses?.original}
      {...(hasChoice
        ? {
            srcSet: `${addresses.medium} ${mediumWide}w, ${addresses.original} ${wide}w`,
            sizes: '100vw',
          }
        : {})}
      alt={file.name}
      onLoad={() => {
        setLoaded(true);
        onLoad();
      }}
      onError={addresses ? onError : undefined}
    />
  );
}
