import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request } from 'node:https';
import { isIP } from 'node:net';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { NoPage, PageReader, PageWords } from '@atalaya/api';
import { guardedLookup, isPublicAddress, NotAdmitted } from './addresses.ts';
import { PageHead } from './page-head.ts';

interface PageReaderOptions {
  /** Of this program, for those who are asked. */
  version: string;
  /** Which addresses are asked. Only tests, whose pages are on their own machine, give another answer. */
  admits?: (address: string, port: number) => boolean;
  /** For everything that one link takes. */
  timeoutMs?: number;
}

const mostRedirects = 3;
/** Bytes read of an answer, and of what it unpacks to: heads are seldom larger. */
const mostBytes = 1024 * 1024;

const isPublicWeb = (address: string, port: number) =>
  (port === 80 || port === 443) && isPublicAddress(address);

class Nothing extends Error {
  readonly why: NoPage;
  constructor(why: NoPage) {
    super(why);
    this.why = why;
  }
}

/**
 * Asks pages what they are, as a stranger without cookies. Every address on the way is looked at before it is
 * asked, redirects too, and the connection goes to the address that was looked at. Nothing is run, no picture is fetched.
 */
export function createPageReader({
  version,
  admits = isPublicWeb,
  timeoutMs = 5_000,
}: PageReaderOptions): PageReader {
  const headers = {
    'user-agent': `Mozilla/5.0 (compatible; Atalaya/${version}; link previews)`,
    accept: 'text/html, application/xhtml+xml',
    'accept-encoding': 'gzip, deflate, br',
    'accept-language': '*',
  };

  /** Resolves with the answer's head; its body has not been read. */
  function ask(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
    const isSecure = url.protocol === 'https:';
    if ((!isSecure && url.protocol !== 'http:') || url.username || url.password) {
      throw new Nothing('address');
    }
    const port = Number(url.port) || (isSecure ? 443 : 80);
    const mayAsk = (address: string) => admits(address, port);
    // A name is looked up on the way, an address is not.
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !mayAsk(host)) throw new Nothing('address');
    return new Promise((resolve, reject) => {
      // Without an agent: a connection that somebody else opened was not looked at.
      const options = { agent: false, headers, signal, lookup: guardedLookup(mayAsk) } as const;
      const asking = (isSecure ? request : requestPlain)(url, options, resolve);
      asking.on('error', (error) =>
        reject(error instanceof NotAdmitted ? new Nothing('address') : error),
      );
      asking.end();
    });
  }

  async function follow(way: { at: URL }, signal: AbortSignal): Promise<PageWords> {
    for (let hops = 0; hops <= mostRedirects; hops++) {
      const answer = await ask(way.at, signal);
      try {
        const next = redirectOf(answer, way.at);
        if (!next) return await wordsOf(answer);
        way.at = next;
      } finally {
        answer.destroy();
      }
    }
    throw new Nothing('redirects');
  }

  return {
    async read(url, signal) {
      const late = AbortSignal.timeout(timeoutMs);
      const from = new URL(url);
      const way = { at: from };
      const whose = () => (way.at.host === from.host ? {} : { elsewhere: true as const });
      try {
        const words = await follow(way, AbortSignal.any([signal, late]));
        return { words, ...whose() };
      } catch (error) {
        signal.throwIfAborted();
        const why = error instanceof Nothing ? error.why : late.aborted ? 'late' : 'unreachable';
        return { words: null, why, ...whose() };
      }
    },
  };
}

function redirectOf({ statusCode = 0, headers }: IncomingMessage, from: URL): URL | null {
  if (![301, 302, 303, 307, 308].includes(statusCode)) return null;
  const next = URL.parse(headers.location ?? '', from.href);
  if (!next) throw new Nothing('redirects');
  return next;
}

async function wordsOf(answer: IncomingMessage): Promise<PageWords> {
  const { statusCode = 0, headers } = answer;
  if (statusCode === 429 || statusCode >= 500) throw new Nothing('busy');
  if (statusCode !== 200) throw new Nothing('status');
  const type = headers['content-type'] ?? '';
  if (!/^(?:text\/html|application\/xhtml\+xml)\s*(?:;|$)/i.test(type)) throw new Nothing('type');
  const head = new PageHead(/;\s*charset\s*=\s*"?([\w:-]{1,40})/i.exec(type)?.[1]);
  let isOver = false;
  for await (const bytes of bounded(unpacked(answer))) {
    isOver = head.write(bytes);
    if (isOver) break;
  }
  if (!isOver) head.end();
  const words = head.words();
  if (words.title.trim() === '') throw new Nothing('untitled');
  return words;
}

/** The answer's body as it was before it was packed. What it unpacks to is bounded by whoever reads it. */
function unpacked(answer: IncomingMessage): Readable {
  const packing = (answer.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (packing === 'identity' || packing === '') return answer;
  const unpack = unpackers[packing];
  if (!unpack) throw new Nothing('type');
  // What goes wrong is told to whoever reads the other end.
  return pipeline(answer, bounded, unpack(), () => {});
}

const unpackers: Record<string, typeof createGunzip | typeof createBrotliDecompress> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

async function* bounded(source: Readable): AsyncGenerator<Buffer> {
  let left = mostBytes;
  for await (const bytes of source as AsyncIterable<Buffer>) {
    left -= bytes.length;
    if (left < 0) throw new Nothing('tooLarge');
    yield bytes;
  }
}
