const key = (channelId: string) => `atalaya.place.${channelId}`;

/** Remembers, over a reload of the page, which message was at the top; null: the newest were read. */
export function keepPlace(channelId: string, seq: number | null): void {
  try {
    if (seq === null) sessionStorage.removeItem(key(channelId));
    else sessionStorage.setItem(key(channelId), String(seq));
  } catch {
    // Without storage the conversation opens at the newest messages.
  }
}

/** The message that was at the top, or null. */
export function keptPlace(channelId: string): number | null {
  try {
    const seq = Number(sessionStorage.getItem(key(channelId)));
    return Number.isInteger(seq) && seq > 0 ? seq : null;
  } catch {
    return null;
  }
}
