const key = 'atalaya.last-channel';

/** The channel that was open last on this device, to begin there. */
export const lastChannel = {
  get(): string | null {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(channelId: string | null): void {
    try {
      if (channelId === null) localStorage.removeItem(key);
      else localStorage.setItem(key, channelId);
    } catch {
      // Then the first channel of the list is opened.
    }
  },
};
