import type { Message } from '@atalaya/api/types';

type Judged = Pick<Message, 'author' | 'type' | 'createdAt' | 'deletedAt' | 'hiddenAt'>;
interface EditRule {
  myId: string;
  /** Whether the reader may write in the channel. */
  send: boolean;
  /** Setting `limits.editMinutes`; 0: without end. */
  editMinutes: number;
}

/** Whether the reader may give a message another text now. What was written to files is not edited. */
export function mayEdit(message: Judged, { myId, send, editMinutes }: EditRule): boolean {
  const age = (Date.now() - message.createdAt.getTime()) / 60_000;
  return (
    send &&
    message.author.id === myId &&
    message.type === 'text' &&
    message.deletedAt === null &&
    // The server changes nothing of what is hidden.
    message.hiddenAt === null &&
    (editMinutes === 0 || age < editMinutes)
  );
}
