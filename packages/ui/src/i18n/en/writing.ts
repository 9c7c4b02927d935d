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
  'history.action': 'See the history',
  'history.title': 'History of the message by {{name}}',
  'history.list': 'Versions, the last one first',
  'history.recorded': 'That you looked at it is kept in the audit log.',
  'history.now': 'Now',
  'history.written': 'wrote it',
  'history.edited': 'edited it',
  'history.deleted': 'deleted it',
  'history.hidden': 'edited it',
  'history.hidden.text': 'Hidden by moderation: what it says is in its case',
  'history.none': 'There are no earlier versions',
  'history.none.text': 'This message has said the same since it was written.',
  'history.cut': 'Only the last {{count}} versions are shown.',
  'shortcuts.history': 'History of edits, for staff',
  'shortcuts.preview': 'Preview of the message',
};
