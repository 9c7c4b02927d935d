import { useStore } from '@atalaya/ui/state';
import { type Key, useScreenKeys } from '../app/keys.ts';
import { useMay } from '../app/session.ts';
import { actionKeys } from '../case/action-keys.ts';
import { lastMade } from '../case/decide.ts';
import { draft } from '../case/draft.ts';
import { lastBatch } from './bulk.ts';
import { clearMarks, markAll, markTo, toggleMark } from './marks.ts';
import { queueList } from './queue-list.ts';
import type { Bulk } from './use-bulk.ts';

interface MarkKeys {
  selected: string | null;
  onSelect: (id: string) => void;
  bulk: Bulk;
}

/** Marking without a mouse. While something is marked, the keys of decisions are about that. */
export function useMarkKeys({ selected, onSelect, bulk }: MarkKeys): void {
  const { rows, filters } = useStore(queueList);
  const mayMark = useMay('moderation:decide') && filters.state === 'open';
  const current = rows.find(({ id }) => id === selected);
  const extend = (by: 1 | -1) => {
    const at = rows.findIndex(({ id }) => id === selected);
    const to = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
    if (!to) return;
    markTo(rows, to.id, selected);
    onSelect(to.id);
  };
  const marking: Key[] = [
    { keys: ['x'], label: 'X', does: 'keys.mark', press: () => current && toggleMark(current) },
    { keys: ['shift+arrowdown'], label: 'Shift ↓', does: 'keys.markDown', press: () => extend(1) },
    { keys: ['shift+arrowup'], label: 'Shift ↑', does: 'keys.markUp', press: () => extend(-1) },
    { keys: ['ctrl+a'], label: 'Ctrl A', does: 'keys.markAll', press: () => markAll(rows) },
  ];
  const deciding: Key[] = [
    ...actionKeys.map(({ action, key }) => ({
      keys: [key],
      label: key,
      does: `keys.${action}` as const,
      once: true as const,
      press: () => bulk.choose(action),
    })),
    { keys: ['escape'], label: 'Esc', does: 'keys.clearMarks', press: clearMarks },
  ];
  const batch = useStore(lastBatch);
  const isLast = batch && batch.at > (lastMade()?.at ?? 0);
  const undoing: Key[] = [
    { keys: ['z'], label: 'Z', does: 'keys.undo', press: () => batch && bulk.takeBack(batch) },
  ];
  // A decision about one case that is being written comes first.
  const isWriting = useStore(draft) !== null;
  useScreenKeys({
    title: 'keys.marks',
    keys: [
      ...(mayMark ? marking : []),
      ...(mayMark && bulk.rows.length > 0 && !isWriting ? deciding : []),
      ...(isLast ? undoing : []),
    ],
  });
}
