import { KeysDialog as KeysList } from '@atalaya/ui/keys';
import { useKeyGroups } from '../app/keys.ts';
import { closeOverlays } from './overlays.ts';

/** The list of this screen's keys, that `?` opens: drawn from the very table that they work by. */
export function KeysDialog() {
  // A group without keys is of a screen that one may not use.
  const groups = useKeyGroups().filter(({ keys }) => keys.length > 0);
  return (
    <KeysList
      title="keys.title"
      groups={groups.toReversed().map(({ title, keys }) => ({
        title,
        keys: keys.map(({ label, does }) => ({ combination: label.split(' '), does })),
      }))}
      onClose={closeOverlays}
    />
  );
}
