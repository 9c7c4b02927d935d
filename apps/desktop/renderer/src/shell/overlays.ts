import { createStore, useStore } from '@atalaya/ui/state';

/** What lies over the screens. */
const overlays = createStore({ palette: false, keys: false });
export const useOverlays = () => useStore(overlays);
export const openPalette = () => overlays.set({ palette: true, keys: false });
export const openKeys = () => overlays.set({ palette: false, keys: true });
export const closeOverlays = () => overlays.set({ palette: false, keys: false });
