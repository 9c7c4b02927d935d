const key = 'atalaya.drafts';

type Drafts = Record<string, string>;

function read(): Drafts {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') as Drafts;
  } catch {
    return {};
  }
}

/** Texts that were begun and not sent, one for each channel, kept on this device. */
export const drafts = {
  get: (channelId: string): string => read()[channelId] ?? '',
  set(channelId: string, text: string): void {
    const all = read();
    if (text === '') delete all[channelId];
    else all[channelId] = text;
    try {
      localStorage.setItem(key, JSON.stringify(all));
    } catch {
      // A full or forbidden storage only means that the draft does not survive a reload.
    }
  },
  /** For signing out: the next person on this device must not see them. */
  clear(): void {
    try {
      localStorage.removeItem(key);
    } catch {
      // Nothing was kept then.
    }
  },
};
