import type { Change } from './formatting.ts';

/**
 * Changes a field the way typing does: the browser can take it back with its own undo, and React
 * hears of it as of every other input.
 */
export function replaceText(
  field: HTMLTextAreaElement,
  { from, to, insert, selection }: Change,
): void {
  field.focus();
  field.setSelectionRange(from, to);
  // Nothing else writes into a field's history of changes; every browser still has it for that.
  const isDone =
    insert === ''
      ? document.execCommand('delete')
      : document.execCommand('insertText', false, insert);
  if (!isDone) {
    field.setRangeText(insert, from, to, 'end');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  field.setSelectionRange(...selection);
}
