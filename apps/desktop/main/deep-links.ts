/** The scheme that links to the console have in mails, chats and notices of the system. */
export const linkScheme = 'atalaya';

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/**
 * The place of the console that a link leads to: `atalaya://case/ID`, `atalaya://queue`,
 * `atalaya://alerts`. Null for everything else: links come from anywhere.
 */
export function placeOf(link: string): string | null {
  const [, host = '', rest = ''] = /^atalaya:\/\/([a-z]+)\/?([^?#]*)/i.exec(link) ?? [];
  const kind = host.toLowerCase();
  const id = rest.replace(/\/$/, '').toLowerCase();
  if (kind === 'case') return uuid.test(id) ? `/queue?case=${id}` : null;
  return (kind === 'queue' || kind === 'alerts') && id === '' ? `/${kind}` : null;
}

/** The link among the words that the program was started with. */
export const linkIn = (words: readonly string[]): string | undefined =>
  words.find((word) => word.toLowerCase().startsWith(`${linkScheme}://`));
