import { KeysDialog } from '@atalaya/ui/keys';
import { closeOverlays } from './keys.ts';

const groups = [
  {
    title: 'shortcuts.everywhere',
    keys: [
      { combination: ['Ctrl', 'K'], does: 'shortcuts.switcher' },
      { combination: ['Ctrl', 'Shift', 'F'], does: 'shortcuts.search' },
      { combination: ['Alt', '↑ ↓'], does: 'shortcuts.channel' },
      { combination: ['Alt', 'Shift', '↑ ↓'], does: 'shortcuts.unreadChannel' },
      { combination: ['Alt', 'G'], does: 'shortcuts.jump' },
      { combination: ['Esc'], does: 'shortcuts.close' },
      { combination: ['?'], does: 'shortcuts.list' },
    ],
  },
  {
    title: 'shortcuts.composer',
    keys: [
      { combination: ['Enter'], does: 'shortcuts.send' },
      { combination: ['Shift', 'Enter'], does: 'shortcuts.lineBreak' },
      { combination: ['↑'], does: 'shortcuts.editLast' },
      { combination: ['Ctrl', 'Alt', 'P'], does: 'shortcuts.preview' },
      { combination: ['Ctrl', 'B'], does: 'writing.bold' },
      { combination: ['Ctrl', 'I'], does: 'writing.italic' },
      { combination: ['Ctrl', 'Shift', 'X'], does: 'writing.strike' },
      { combination: ['Ctrl', 'E'], does: 'writing.code' },
      { combination: ['Ctrl', 'Shift', 'C'], does: 'writing.codeBlock' },
      { combination: ['Ctrl', 'Shift', '9'], does: 'writing.quote' },
      { combination: ['Ctrl', 'Shift', '8'], does: 'writing.list' },
    ],
  },
  {
    title: 'shortcuts.messages',
    keys: [
      { combination: ['↑ ↓'], does: 'shortcuts.move' },
      { combination: ['R'], does: 'shortcuts.react' },
      { combination: ['T'], does: 'shortcuts.thread' },
      { combination: ['S'], does: 'shortcuts.save' },
      { combination: ['P'], does: 'shortcuts.pin' },
      { combination: ['E'], does: 'shortcuts.edit' },
      { combination: ['C'], does: 'shortcuts.copy' },
      { combination: ['U'], does: 'shortcuts.unread' },
      { combination: ['F'], does: 'shortcuts.report' },
      { combination: ['H'], does: 'shortcuts.history' },
      { combination: ['Del'], does: 'shortcuts.delete' },
      { combination: ['End'], does: 'shortcuts.newest' },
    ],
  },
] as const;

/** The list of keys that `?` opens. */
export const Shortcuts = () => (
  <KeysDialog title="shortcuts.title" groups={groups} onClose={closeOverlays} />
);
