/** The address if it is one that may be followed from a message, else null. */
export function safeAddress(href: string): string | null {
  try {
    const { protocol } = new URL(href);
    return /^(https?|mailto):$/.test(protocol) ? href : null;
  } catch {
    return null;
  }
}
