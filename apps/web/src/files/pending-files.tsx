import { useSay } from '@atalaya/ui/i18n';
import { useStore } from '@atalaya/ui/state';
import { attachments } from './attachments.ts';
import { MessageFiles } from './message-files.tsx';

interface PendingFilesProps {
  clientId: string;
  /** How many the message carries. */
  count: number;
}

/** The files of a message on its way: as they will be; after a reload only their number is known. */
export function PendingFiles({ clientId, count }: PendingFilesProps) {
  const say = useSay();
  const files = useStore(attachments).flatMap(({ item, carriedBy }) =>
    carriedBy === clientId && item.file ? [item.file] : [],
  );
  if (files.length === count) return <MessageFiles files={files} />;
  return <p>{say('files.count', { count })}</p>;
}
