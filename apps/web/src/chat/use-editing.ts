import type { ChannelDetail, Message } from '@atalaya/api/types';
import { useCallback, useState } from 'react';
import { useMe } from '../app/session.ts';
import { useSettings } from '../app/settings.ts';
import type { Talk } from './conversation.ts';
import { mayEdit } from './may-edit.ts';

/** Which message of a conversation is being given another text, by id, and what begins and ends that. */
export function useEditing({ allowed }: ChannelDetail, { timeline }: Talk) {
  const me = useMe();
  const editMinutes = useSettings()?.limits.editMinutes ?? 0;
  const [editing, setEditing] = useState<string | null>(null);
  const onEdit = useCallback((message: Message | null) => setEditing(message?.id ?? null), []);
  const onEditLast = () => {
    const rule = { myId: me.id, send: allowed.send, editMinutes };
    const last = timeline.get().messages.findLast((one) => mayEdit(one, rule));
    if (last) setEditing(last.id);
  };
  return { editing, onEdit, onEditLast };
}
