import type { EvidenceContent } from '@atalaya/api/types';
import { sizeText } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { useStore } from '@atalaya/ui/state';
import { Button } from '@mantine/core';
import { IconFile, IconPhotoOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { atalaya } from '../app/atalaya.ts';
import styles from './evidence-files.module.css';
import { evidence } from './evidence-view.ts';

type FrozenFile = NonNullable<
  Extract<EvidenceContent, { type: 'message' }>['message']['files']
>[number];

const isPicture = ({ type }: FrozenFile) => type.startsWith('image/');

interface EvidenceFilesProps {
  files: readonly FrozenFile[];
  /** Of the message that the case is about, not of what surrounds it. */
  isSubject: boolean;
}

/** What a message carried. Pictures are blurred and grey until one wants to see them. */
export function EvidenceFiles({ files, isSubject }: EvidenceFilesProps) {
  const say = useSay();
  const isOpen = useStore(evidence);
  const all = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // What surrounds it has come before it: whoever wants to see it must not look for it.
    if (isOpen && isSubject) all.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen, isSubject]);
  return (
    <div ref={all} className={styles.files}>
      <ul aria-label={say('case.evidence.files')}>
        {files.map((file) => (
          <li key={file.id}>
            {isPicture(file) && <Veiled file={file} isOpen={isOpen} />}
            <span className={styles.about}>
              <IconFile size={15} stroke={1.6} aria-hidden />
              <span className={styles.name}>{file.name}</span>
              <span>{sizeText(say.locale, file.bytes)}</span>
            </span>
          </li>
        ))}
      </ul>
      {files.some(isPicture) && (
        <Button variant="default" size="compact-sm" onClick={evidence.toggle}>
          {say(isOpen ? 'case.evidence.blur' : 'case.evidence.unblur')}
        </Button>
      )}
    </div>
  );
}

function Veiled({ file, isOpen }: { file: FrozenFile; isOpen: boolean }) {
  const say = useSay();
  const { data, isError, refetch } = useQuery({
    queryKey: ['file', file.id],
    queryFn: () => atalaya.fileUrls.of(file.id),
    staleTime: Number.POSITIVE_INFINITY,
  });
  // Addresses end: the first that fails is asked for anew.
  const hasFailed = useRef(false);
  if (data === null || isError) {
    return (
      <span className={styles.picture}>
        <IconPhotoOff size={22} stroke={1.5} aria-hidden />
        {say('files.unavailable')}
      </span>
    );
  }
  return (
    <span className={styles.picture} data-veiled={!isOpen || undefined}>
      {data && (
        <img
          src={(isOpen ? data.medium : data.small) ?? data.original}
          alt={isOpen ? file.name : say('case.evidence.blurred')}
          draggable={false}
          onError={() => {
            if (hasFailed.current) return;
            hasFailed.current = true;
            atalaya.fileUrls.forget(file.id);
            void refetch();
          }}
        />
      )}
    </span>
  );
}
