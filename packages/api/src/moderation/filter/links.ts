import { topLevelDomains } from './top-level-domains.ts';

/** What may be a link: with its scheme, with www, a host with a path, or a bare host. */
const written =
  /\b(?:https?:\/\/|www\.)[^\s<>"'`]+|(?<![\p{L}\p{N}@._-])(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})\.)+(?:xn--[a-z0-9-]{1,59}|[\p{L}\p{M}]{2,24})(?![\p{L}\p{N}@-])[^\s<>"'`]*/giu;

/** How people write an address that they want read, and not seen by filters. */
const disguised = /hxxp|[[({](?:\.|:|dot|punto)[\])}]/i;

/** Names of files end so more often than addresses; with a path or www they are addresses. */
const fileEndings = new Set(['md', 'mov', 'ps', 'py', 'rs', 'sh', 'so', 'zip']);

/** The hosts that a text links to, in the form in which they are looked up, with what was written. */
export function linkedHosts(text: string): { host: string; link: string }[] {
  const plain = disguised.test(text) ? undisguised(text) : text;
  if (!plain.includes('.') && !plain.includes('//')) return [];
  const found: { host: string; link: string }[] = [];
  for (const [match] of plain.matchAll(written)) {
    // Markdown closes a link with these.
    const link = match.replace(/[)\]}.,;:!?*_~|]+$/, '');
    if (!isAddress(link)) continue;
    const host = hostOf(link);
    if (host) found.push({ host, link });
  }
  return found;
}

const undisguised = (text: string): string =>
  text
    .replace(/hxxp(?=s?(?:\[:\]|:))/gi, 'http')
    .replace(/[[({](?:\.|dot|punto)[\])}]/gi, '.')
    .replace(/[[({]:[\])}]/g, ':');

/** Whether it is more than two words without a space between them, or the name of a file. */
function isAddress(link: string): boolean {
  if (/^(?:https?:\/\/|www\.)/i.test(link)) return true;
  const [host = '', ...path] = link.split(/[/?#:]/u);
  if (path.length > 0 && link[host.length] === '/') return true;
  const end = host.slice(host.lastIndexOf('.') + 1);
  const small = end.toLowerCase();
  // A sentence begins with a capital: "Vale.Es verdad".
  if (end !== small && end !== end.toUpperCase()) return false;
  return small.startsWith('xn--') || (topLevelDomains.has(small) && !fileEndings.has(small));
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
