import type { writing as spanish } from '../es/writing.ts';
import type { Same } from '../text.ts';

/** Writing with formats, its preview, and what a message said before, in English. */
export const writing: Same<typeof spanish> = {
  'writing.formats': 'Formatting',
  'writing.bold': 'Bold',
  'writing.italic': 'Italic',
  'writing.strike': 'Strikethrough',
  'writing.code': 'Code',
  'writing.codeBlock': 'Code block',
  'writing.quote': 'Quote',
  'writing.list': 'List',
  'writing.preview': 'Preview',
  'writing.preview.shown':
    'How the message will look. Enter sends it, Escape goes back to writing.',
  'shortcuts.preview': 'Preview of the message',
};
