import { useStore } from '@atalaya/ui/state';
import { useMemo } from 'react';
import { type Attachment, attachments } from './attachments.ts';

const isUnderway = ({ item }: Attachment) => item.state !== 'ready' && item.state !== 'failed';

/** The files that wait in the field of a channel or thread. */
export function useAttachments(draft: string) {
  const all = useStore(attachments);
  return useMemo(() => {
    const waiting = all.filter((one) => one.draft === draft && one.carriedBy === null);
    return {
      waiting,
      /** Still on their way to the server, or being looked at there. */
      underway: waiting.filter(isUnderway),
      ready: waiting.filter(({ item }) => item.state === 'ready'),
    };
  }, [all, draft]);
}
