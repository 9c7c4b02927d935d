import { createStore, useStore } from '@atalaya/ui/state';

const none = { palette: false, keys: false, program: false };
/** What lies over the screens. */
const overlays = createStore(none);
export const useOverlays = () => useStore(overlays);
export const openPalette = () => overlays.set({ ...none, palette: true });
export const openKeys = () => overlays.set({ ...none, keys: true });
export const openProgram = () => overlays.set({ ...none, program: true });
export const closeOverlays = () => overlays.set(none);
