/** What a page says of itself, as it stands there: untrusted, of any length up to some thousand letters. */
export interface PageWords {
  /** Empty where it does not say. */
  site: string;
  title: string;
  description: string;
}

/** Why there is nothing to show. */
export type NoPage =
  /** It is, or leads to, an address that is not asked: inside the own network, another port or protocol. */
  | 'address'
  | 'redirects'
  /** It answered with something else than a page. */
  | 'status'
  | 'type'
  | 'tooLarge'
  | 'untitled'
  /** These may pass. */
  | 'busy'
  | 'late'
  | 'unreachable';

export type PageAnswer = ({ words: PageWords } | { words: null; why: NoPage }) & {
  /** It was another host's to answer: the one of the link led on. */
  elsewhere?: true;
};

/** Asks pages on the web what they are. Whoever writes a message names them: no address inside is ever asked. */
export interface PageReader {
  /** Rejects only when `signal` ends it. */
  read(url: string, signal: AbortSignal): Promise<PageAnswer>;
}

/** For where there is no web around, such as tests of a domain. */
export const noPages: PageReader = {
  read: async () => ({ words: null, why: 'unreachable' }),
};
