import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';

/** Ctrl+Alt+P; what AltGr writes on some keyboards is left alone. */
const isPreviewKey = ({ nativeEvent: event }: KeyboardEvent): boolean =>
  event.code === 'KeyP' &&
  event.altKey &&
  (event.ctrlKey || event.metaKey) &&
  !event.getModifierState('AltGraph');

export type Preview = ReturnType<typeof usePreview>;

/**
 * Whether a text is shown as it will look. The field stays where it is, out of sight, with its caret
 * and all that can be undone; the focus goes to what is shown, and back.
 */
export function usePreview(text: string, field: RefObject<HTMLTextAreaElement | null>) {
  const [isWanted, want] = useState(false);
  const region = useRef<HTMLElement>(null);
  const canOpen = text.trim() !== '';
  const isOpen = isWanted && canOpen;
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current === isOpen) return;
    wasOpen.current = isOpen;
    (isOpen ? region : field).current?.focus();
  }, [isOpen, field]);

  const close = () => want(false);
  const toggle = () => want(!isOpen && canOpen);
  /** True when the key was for it. */
  const press = (event: KeyboardEvent): boolean => {
    if (!isPreviewKey(event)) return false;
    event.preventDefault();
    toggle();
    return true;
  };
  return { isOpen, canOpen, region, close, toggle, press };
}
