import type { ActionType } from '@atalaya/api/types';

/** What can be decided, each with its key; with Shift the key adds it to what is being decided. */
export const actionKeys = [
  { action: 'dismiss', key: '1' },
  { action: 'warn', key: '2' },
  { action: 'hide', key: '3' },
  { action: 'mute', key: '4' },
  { action: 'ban', key: '5' },
  { action: 'delete', key: '6' },
  { action: 'note', key: '7' },
] as const satisfies readonly { action: ActionType; key: string }[];

/** All of the keys, as they are written. */
export const keyRange = `${actionKeys[0].key}–${actionKeys.at(-1)?.key}`;
