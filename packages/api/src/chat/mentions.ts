import type { Directory } from '../organisations/index.ts';
import { withoutCode } from './links.ts';

const mention = /(?<![\p{L}\p{N}_@./])@([a-z0-9](?:[a-z0-9._-]{0,30}[a-z0-9])?)/giu;
/** A message that names half the organisation is no call for attention. */
const mostMentions = 50;

/** Ids of the people whom a text names as @username. Unknown names are plain text. */
export async function resolveMentions(
  directory: Directory,
  organisationId: string,
  content: string,
): Promise<string[]> {
  if (!content.includes('@')) return [];
  const usernames = new Set<string>();
  for (const [, username] of withoutCode(content).matchAll(mention)) {
    if (username) usernames.add(username.toLowerCase());
    if (usernames.size === mostMentions) break;
  }
  if (usernames.size === 0) return [];
  const found = await directory.byUsername(organisationId, [...usernames]);
  return [...new Set(found.values())];
}

/** Whom a message calls besides those it names: everybody in the channel, or who is here now. */
export type Call = 'channel' | 'here';
const everybody =
  /(?<![\p{L}\p{N}_@./])@(channel|canal|here|aqu[ií])(?![\p{L}\p{N}_]|[.-][\p{L}\p{N}])/iu;

/** The call in a text, whether or not its author may call. */
export function callIn(content: string): Call | null {
  const [, word = ''] = (content.includes('@') && everybody.exec(withoutCode(content))) || [];
  if (word === '') return null;
  return /^c/i.test(word) ? 'channel' : 'here';
}
