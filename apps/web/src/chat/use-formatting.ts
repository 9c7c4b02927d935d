import type { KeyboardEvent, RefObject } from 'react';
import { type Format, formatOf, formatted } from './formatting.ts';
import { replaceText } from './replace-text.ts';

/** Formats what is chosen in a field, by buttons or keys. */
export function useFormatting(field: RefObject<HTMLTextAreaElement | null>) {
  const apply = (format: Format) => {
    const { current } = field;
    if (!current) return;
    const { value, selectionStart, selectionEnd } = current;
    replaceText(current, formatted(value, selectionStart, selectionEnd, format));
  };
  /** True when the key stood for a format. */
  const press = (event: KeyboardEvent): boolean => {
    const format = event.nativeEvent.isComposing ? null : formatOf(event.nativeEvent);
    if (!format) return false;
    event.preventDefault();
    apply(format);
    return true;
  };
  return { apply, press };
}
