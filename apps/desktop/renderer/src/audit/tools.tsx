import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { Alert, Button, Loader, Menu } from '@mantine/core';
import { IconDownload, IconShieldCheck } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { api } from '../app/atalaya.ts';
import { exportLog, type Format } from './export-log.ts';
import { asInput, type Filters } from './filters.ts';
import styles from './tools.module.css';

type Work =
  | { state: 'verifying' }
  | {
      state: 'verified';
      ok: boolean;
      entries: number;
      firstBroken: number | null;
      lastHash: string | null;
      publicKey: string;
    }
  | { state: 'exporting' | 'exported'; count: number }
  | { state: 'failed'; error: unknown };

/** Long work on the log: whether it is whole, and all of it as a file. */
export function useLogWork(filters: Filters) {
  const [work, setWork] = useState<Work | null>(null);
  const current = useRef<AbortController>(undefined);
  useEffect(() => () => current.current?.abort(), []);
  const begin = async (first: Work, job: (signal: AbortSignal) => Promise<Work>) => {
    current.current?.abort();
    const control = new AbortController();
    current.current = control;
    setWork(first);
    const last = await job(control.signal).catch((error): Work => ({ state: 'failed', error }));
    if (!control.signal.aborted) setWork(last);
  };
  return {
    work,
    verify: () =>
      void begin({ state: 'verifying' }, async (signal) => ({
        state: 'verified',
        ...(await api.audit.verify.query(undefined, { signal })),
      })),
    download: (format: Format) =>
      void begin({ state: 'exporting', count: 0 }, async (signal) => {
        const onProgress = (count: number) => setWork({ state: 'exporting', count });
        const count = await exportLog(asInput(filters), { format, signal, onProgress });
        return { state: 'exported', count };
      }),
    /** Stops what runs, and takes away what was said about it. */
    end: () => {
      current.current?.abort();
      setWork(null);
    },
  };
}
type LogWork = ReturnType<typeof useLogWork>;

export function LogTools({ work, verify, download }: LogWork) {
  const say = useSay();
  const isBusy = work?.state === 'verifying' || work?.state === 'exporting';
  return (
    <>
      <Button
        size="xs"
        variant="default"
        disabled={isBusy}
        leftSection={<IconShieldCheck size={15} aria-hidden />}
        onClick={verify}
      >
        {say('audit.verify')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            size="xs"
            variant="default"
            disabled={isBusy}
            leftSection={<IconDownload size={15} aria-hidden />}
          >
            {say('audit.export')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(['csv', 'jsonl'] as const).map((format) => (
            <Menu.Item key={format} onClick={() => download(format)}>
              {say(`audit.export.${format}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

/** How the long work goes, and how it ended, in words. */
export function LogOutcome({
  work,
  end,
  onEntry,
}: LogWork & { onEntry: (position: number) => void }) {
  const say = useSay();
  const errorText = useErrorText();
  const running = (text: string) => (
    <p className={styles.running}>
      <Loader size={14} aria-hidden />
      <span>{text}</span>
      <Button size="compact-xs" variant="default" onClick={end}>
        {say('action.cancel')}
      </Button>
    </p>
  );
  const told = (color: string, text: string, more?: ReactNode) => (
    <Alert
      className={styles.told}
      color={color}
      variant="light"
      withCloseButton
      closeButtonLabel={say('action.close')}
      onClose={end}
    >
      {text}
      {more}
    </Alert>
  );
  return (
    <div role="status">
      {work?.state === 'verifying' && running(say('audit.verify.running'))}
      {work?.state === 'exporting' && running(say('audit.export.running', { count: work.count }))}
      {work?.state === 'exported' && told('green', say('audit.export.done', { count: work.count }))}
      {work?.state === 'verified' &&
        (work.ok
          ? told(
              'green',
              say('audit.verify.ok', { count: work.entries }),
              <>
                {work.lastHash && (
                  <span className={styles.hash}>
                    {say('audit.verify.hash')} <code>{work.lastHash}</code>
                  </span>
                )}
                <span className={styles.hash}>
                  {say('audit.verify.key')} <code>{work.publicKey}</code>
                </span>
              </>,
            )
          : told(
              'red',
              say('audit.verify.broken', { position: work.firstBroken ?? 0 }),
              <Button
                className={styles.there}
                size="compact-xs"
                variant="default"
                onClick={() => onEntry(work.firstBroken ?? 0)}
              >
                {say('audit.verify.there', { position: work.firstBroken ?? 0 })}
              </Button>,
            ))}
      {work?.state === 'failed' && told('red', errorText(work.error))}
    </div>
  );
}
