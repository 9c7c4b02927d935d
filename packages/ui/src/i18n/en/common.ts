import type { common as spanish } from '../es/common.ts';
import type { Same } from '../text.ts';

/** What one does, and the states of every screen, in English. */
export const common: Same<typeof spanish> = {
  'action.cancel': 'Cancel',
  'action.close': 'Close',
  'action.copied': 'Copied',
  'action.copy': 'Copy',
  'action.copyCode': 'Copy code',
  'action.discard': 'Discard',
  'action.edit': 'Edit',
  'action.more': 'Show more',
  'action.retry': 'Try again',
  'action.save': 'Save',
  'action.undo': 'Undo',
  'state.loading': 'Loading…',
  'state.keepsTrying': 'We keep trying.',
  'state.requestId': 'Reference to quote when asking for help:',
  'notFound.title': 'This page does not exist',
  'notFound.text': 'The link may be old or incomplete.',
  'notFound.back': 'Back to the start',
  'noPermission.title': 'You have no permission for this',
  'noPermission.invites': 'Invitations are managed by staff. Ask one of the administrators.',
  'confirm.type': 'Type “{{text}}” to confirm',
  'connection.online': 'Connected',
  'connection.connecting': 'Connecting…',
  'connection.catchingUp': 'Catching up…',
  'connection.offlineSince': 'Offline since {{time}}.',
  'connection.waiting_one': 'One message is waiting to be sent.',
  'connection.waiting_other': '{{count}} messages are waiting to be sent.',
};
