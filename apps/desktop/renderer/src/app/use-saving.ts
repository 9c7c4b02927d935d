import type { TextKey } from '@atalaya/ui/i18n';
import { useEffect, useRef } from 'react';
import { useScreenKeys } from './keys.ts';

interface Saving {
  /** Under which the key is listed. */
  title: TextKey;
  mayEdit: boolean;
  save: () => void;
}

/** Ctrl S saves, wherever the cursor is. */
export function useSaving({ title, mayEdit, save }: Saving): void {
  const latest = useRef(save);
  latest.current = save;
  useScreenKeys({
    title,
    keys: mayEdit
      ? [{ keys: [], label: 'Ctrl S', does: 'keys.save', press: () => latest.current() }]
      : [],
  });
  useEffect(() => {
    if (!mayEdit) return;
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
      event.preventDefault();
      if (!document.querySelector('[role="dialog"]')) latest.current();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [mayEdit]);
}
