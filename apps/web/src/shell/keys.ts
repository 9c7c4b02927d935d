import { createStore, useStore } from '@atalaya/ui/state';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { queries } from '../app/queries.ts';
import { joinedChannels } from '../chat/channels.ts';
import { knownDirect } from '../chat/direct.ts';

/** What lies over the screens. */
export const overlays = createStore({ switcher: false, shortcuts: false });
export const useOverlays = () => useStore(overlays);

export const openSwitcher = () => overlays.set({ switcher: true, shortcuts: false });
export const openShortcuts = () => overlays.set({ switcher: false, shortcuts: true });
export const closeOverlays = () => overlays.set({ switcher: false, shortcuts: false });

const isWriting = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** The channels in the order of the sidebar. */
export function channelsInOrder() {
  const channels = queries.getQueryData(joinedChannels.queryKey) ?? [];
  return channels.toSorted((a, b) => a.name.localeCompare(b.name));
}

/** Keys that work on every screen; each screen adds its own. */
export function useKeys(): void {
  const navigate = useNavigate();
  const { channelId } = useParams({ strict: false });
  useEffect(() => {
    const step = (by: 1 | -1, unreadOnly: boolean) => {
      const all = [...channelsInOrder(), ...knownDirect()];
      const at = all.findIndex(({ id }) => id === channelId);
      for (let count = 1; count <= all.length; count++) {
        const next = all.at((at + by * count + all.length) % all.length);
        if (!next || (unreadOnly && next.unread === 0)) continue;
        void navigate({ to: '/c/$channelId', params: { channelId: next.id } });
        return;
      }
    };
    const press = (event: KeyboardEvent) => {
      const command = event.ctrlKey || event.metaKey;
      if (command && !event.shiftKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        openSwitcher();
      } else if (command && event.shiftKey && event.key.toLowerCase() === 'f') {
        event.preventDefault();
        void navigate({ to: '/search' });
      } else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
        event.preventDefault();
        step(event.key === 'ArrowDown' ? 1 : -1, event.shiftKey);
      } else if (event.key === '?' && !command && !isWriting(event.target)) {
        event.preventDefault();
        openShortcuts();
      }
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [navigate, channelId]);
}
