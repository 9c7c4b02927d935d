import type { ChannelDetail, Message } from '@atalaya/api/types';
import { useMemo } from 'react';
import { useMe } from '../app/session.ts';
import { useSettings } from '../app/settings.ts';
import { mayEdit } from './may-edit.ts';
import type { MessageRights } from './message-actions.tsx';

/** Of what stands for several messages: nothing is done with it. */
export const noRights: MessageRights = {
  ...{ react: false, edit: false, remove: false, markUnread: false },
  ...{ report: false, thread: false, pin: false, save: false, history: false },
};

/** What the reader may do with each message. */
export function useRights(
  channel: ChannelDetail,
  myId: string,
  inThread: boolean,
): (message: Message) => MessageRights {
  const editMinutes = useSettings()?.limits.editMinutes ?? 0;
  // As the server's policy has it: of others' messages, and not where two talk.
  const seesHistory = useMe().permissions.includes('moderation:read') && channel.type !== 'direct';
  const { send, react: mayReact, moderate, pin: mayPin } = channel.allowed;
  const isMember = channel.role !== null;
  return useMemo(() => {
    const known = new Map<string, MessageRights>();
    return (message) => {
      const isMine = message.author.id === myId;
      // The server changes nothing of what is hidden.
      const isShown = message.hiddenAt === null;
      const react = mayReact && isShown;
      const edit = mayEdit(message, { myId, send, editMinutes });
      const remove = (isMine && isMember) || moderate;
      // The same object for the same rights, so that rows stay as they are.
      const report = !isMine;
      const isThere = message.deletedAt === null && isShown;
      const thread = !inThread && isThere && send && !message.threadId;
      const pin = isThere && mayPin;
      const history = seesHistory && !isMine && (message.editedAt ?? message.deletedAt) !== null;
      const name = `${react}${edit}${remove}${report}${thread}${pin}${history}`;
      const rights = known.get(name) ?? {
        react,
        edit,
        remove,
        markUnread: isMember,
        report,
        thread,
        pin,
        save: true,
        history,
      };
      known.set(name, rights);
      return rights;
    };
  }, [editMinutes, send, mayReact, moderate, mayPin, isMember, inThread, myId, seesHistory]);
}
