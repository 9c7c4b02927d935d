/** What a browser or a person takes for a link: with its scheme, with www, or a host with a path. */
const written =
  /\b(?:https?:\/\/|www\.)[^\s<>"'`]+|(?<![\p{L}\p{N}@._-])(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})\.)+(?:(?:com|net|org|info|biz|xyz|top|shop|site|online|store|click|link|icu|gg|ly|ru|cn|app|dev)(?![\p{L}\p{N}-])|\p{L}{2,24}\/)[^\s<>"'`]*/giu;

/** The hosts that a text links to, in the form in which they are looked up, with what was written. */
export function linkedHosts(text: string): { host: string; link: string }[] {
  if (!text.includes('.') && !text.includes('//')) return [];
  const found: { host: string; link: string }[] = [];
  for (const [match] of text.matchAll(written)) {
    // Markdown closes a link with these.
    const link = match.replace(/[)\]}.,;:!?*_~|]+$/, '');
    const host = hostOf(link);
    if (host) found.push({ host, link });
  }
  return found;
}

/** The host of an address or of a bare name, in small letters and punycode; null for none. */
export function hostOf(address: string): string | null {
  const withScheme = /^https?:\/\//i.test(address) ? address : `https://${address}`;
  if (!URL.canParse(withScheme)) return null;
  const { hostname } = new URL(withScheme);
  return hostname.replace(/\.$/, '').replace(/^www\./, '') || null;
}

/** Whether a host is one of those allowed, or below one of them. */
export const isAllowed = (host: string, allowed: readonly string[]): boolean =>
  allowed.some((one) => host === one || host.endsWith(`.${one}`));
