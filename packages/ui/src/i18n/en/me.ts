import type { me as spanish } from '../es/me.ts';
import type { Same } from '../text.ts';

/** Oneself, and the preferences of this device, in English. */
export const me: Same<typeof spanish> = {
  'me.title': 'Profile and preferences',
  'me.menu': 'Your menu',
  'me.presence': 'How others see you',
  'me.privacy': 'Privacy',
  'me.receipts': 'Read receipts',
  'me.receipts.text':
    'In direct messages, the other person sees what you have received and read, and you what they have. If you turn them off, neither of you sees it.',
  'me.files': 'Room for files',
  'me.files.used': 'The organisation uses {{used}} of {{quota}} ({{part}}).',
  'me.files.text':
    'The whole organisation shares it. When it is full, nobody can send any more files until the administration makes room; those that were sent stay where they are.',
  'me.files.nearly': 'There is little left: a large file may not fit any more.',
  'me.files.full':
    'It is full: no more files can be sent until the administration makes room. Those that were sent stay where they are.',
  'me.blocked': 'Blocked people',
  'me.blocked.none': 'You have not blocked anyone. It is done from a person’s profile.',
  'me.blocked.text': 'They do not know that you have blocked them.',
  'me.profile': 'Profile',
  'me.statusText': 'Status',
  'me.statusText.example': 'e.g. on watch until six',
  'me.bio': 'About you',
  'me.saved': 'Profile saved',
  'me.signOut': 'Sign out',
  'signOut.title': 'Sign out with unsent messages?',
  'signOut.unsent_one': 'One message has not reached the server yet and will be lost.',
  'signOut.unsent_other': '{{count}} messages have not reached the server yet and will be lost.',
  'preferences.title': 'Preferences on this device',
  'preferences.language': 'Language',
  'preferences.theme': 'Theme',
  'preferences.theme.auto': 'Automatic',
  'preferences.theme.light': 'Light',
  'preferences.theme.dark': 'Dark',
  'preferences.density': 'Density',
  'preferences.density.compact': 'Compact',
  'preferences.density.normal': 'Normal',
  'preferences.density.comfortable': 'Comfortable',
};
