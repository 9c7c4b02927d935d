import { type Spoken, useSay } from '@atalaya/ui/i18n';
import { useEffect, useRef, useState } from 'react';
import { atalaya } from '../app/atalaya.ts';
import { attach, carry, type LeftOut, mostFiles } from './attachments.ts';
import { isFinal } from './file-words.ts';
import { useAttachments } from './use-attachments.ts';

interface FileDraftOptions {
  channelId: string;
  /** The channel or the thread that is written in. */
  draft: string;
  /** All files have arrived, and the message was to go then. */
  onWhole: () => void;
}

/** The files of what somebody writes: added, waited for, handed over to the message. */
export function useFileDraft({ channelId, draft, onWhole }: FileDraftOptions) {
  const say = useSay();
  const attached = useAttachments(draft);
  const [leftOut, setLeftOut] = useState<LeftOut | null>(null);
  const [isSendingLater, setSendingLater] = useState(false);
  const { waiting, underway, ready } = attached;
  const isWhole = underway.length === 0;
  const hasFailed = waiting.some(({ item }) => item.state === 'failed');
  const whole = useRef(onWhole);
  whole.current = onWhole;

  useEffect(() => {
    if (!isSendingLater || !isWhole) return;
    setSendingLater(false);
    // Nobody meant to send it without the file that failed.
    if (!hasFailed) whole.current();
  }, [isSendingLater, isWhole, hasFailed]);

  return {
    attached,
    isSendingLater,
    /** Why something was not added, in words. */
    problem: leftOut && leftOutText(say, leftOut),
    /** Whether a message could go with them alone. */
    isEnough: ready.length + underway.length > 0,
    isWhole,
    take: (files: readonly File[]) => setLeftOut(attach(files, { channelId, draft })),
    sendLater: () => setSendingLater(true),
    fileIds: ready.flatMap(({ item }) => item.fileId ?? []),
    /** They go with this message. */
    carry(clientId: string) {
      setLeftOut(null);
      carry(
        ready.map(({ item }) => item.key),
        clientId,
      );
      // What can never be sent has been read about by now.
      for (const { item } of waiting) if (isFinal(item.error)) atalaya.files.remove(item.key);
    },
  };
}

function leftOutText(say: Spoken, leftOut: LeftOut): string {
  if (leftOut.why !== 'empty') return say(`files.${leftOut.why}`, { maximum: mostFiles });
  const names = new Intl.ListFormat(say.locale).format(leftOut.names);
  return say('files.empty', { count: leftOut.names.length, names });
}
