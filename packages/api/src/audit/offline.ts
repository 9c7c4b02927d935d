import type { Hash } from 'node:crypto';
import type { z } from 'zod';
import { isGenuine } from './checkpoint.ts';
import { chainStart, commitmentTo, entryHash } from './entry.ts';
import {
  digestOf,
  entryLine,
  type Header,
  header,
  signatureLine,
  signedText,
  withheldLine,
} from './file.ts';
import { isSigned } from './signature.ts';

/** What an exported file turned out to be. */
export type Finding =
  | {
      ok: true;
      entries: number;
      /** Entries of which the file holds the links of the chain only. */
      withheld: number;
      header: Header;
      lastHash: string | null;
    }
  | { ok: false; line: number; position: number | null; why: Why };

export type Why =
  /** The line is not one that an export writes here. */
  | 'line'
  /** The entry was changed. */
  | 'changed'
  /** An entry is missing before this one, or something is there that was not. */
  | 'missing'
  /** Header, signature or lines of the part are not those that were signed. */
  | 'signature'
  /** It is signed, but not with the key that was expected. */
  | 'key'
  /** The file ends before its end. */
  | 'cut';

class Broken extends Error {
  readonly why: Why;
  readonly position: number | null;

  constructor(why: Why, position: number | null = null) {
    super(why);
    this.why = why;
    this.position = position;
  }
}

/**
 * Verifies an exported file without the server that wrote it, line by line: every byte of it is
 * covered by an entry's hash, the chain or a signature. Names the first broken entry. Without a
 * key it says only that the file is in itself whole: whoever forges one signs it with a key of theirs.
 */
export async function verifyExport(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { publicKey }: { publicKey?: string } = {},
): Promise<Finding> {
  const file = new FileCheck(publicKey);
  let line = 0;
  try {
    for await (const text of linesOf(chunks)) {
      line++;
      file.read(text);
    }
    return file.end();
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return { ok: false, line, position: error.position, why: error.why };
  }
}

class FileCheck {
  readonly #wantedKey: string | undefined;
  #header: Header | null = null;
  #headerText = '';
  /** Where the part that is read began, what it holds so far, and the last entry. */
  #part: { after: number; entries: number; digest: Hash } | null = null;
  #last: { position: number; hash: string; withheld: boolean } | null = null;
  #entries = 0;
  #withheld = 0;
  #ended = false;

  constructor(wantedKey: string | undefined) {
    this.#wantedKey = wantedKey;
  }

  read(text: string): void {
    const line = parsed(text);
    // Other white space or another order of fields says the same with other bytes.
    if (line === null || this.#ended) throw new Broken('line', this.#next());
    if (!this.#header) this.#readHeader(line, text);
    else if (line.type === 'signature') this.#readSignature(line);
    else this.#readEntry(line, text);
  }

  end(): Finding {
    if (!this.#header || !this.#ended) throw new Broken('cut', this.#next());
    return {
      ok: true,
      entries: this.#entries,
      withheld: this.#withheld,
      header: this.#header,
      lastHash: this.#last?.hash ?? null,
    };
  }

  /** Whether it is the whole log, in which no position may be missing. */
  get #isWhole(): boolean {
    return this.#header !== null && Object.keys(this.#header.filters).length === 0;
  }

  /** The position that should come now, where that is known. */
  #next(): number | null {
    return this.#isWhole ? (this.#last?.position ?? this.#header?.after ?? 0) + 1 : null;
  }

  #readHeader(line: Line, text: string): void {
    const { data } = header.safeParse(line);
    if (!data) throw new Broken('line');
    if (this.#wantedKey !== undefined && data.publicKey !== this.#wantedKey)
      throw new Broken('key');
    const { checkpoint, organisationId, after } = data;
    if (checkpoint) {
      if (checkpoint.position !== after || !isGenuine(organisationId, checkpoint))
        throw new Broken('signature', checkpoint.position);
      this.#last = { ...checkpoint, withheld: false };
    }
    this.#header = data;
    this.#headerText = text;
    this.#begin(data.after);
  }

  #begin(after: number): void {
    this.#part = { after, entries: 0, digest: digestOf(this.#headerText) };
  }

  #readEntry(line: Line, text: string): void {
    const entry = withheldLine.safeParse(line).data ?? entryLine.safeParse(line).data;
    if (!entry || !this.#part || !this.#header) throw new Broken('line', this.#next());
    const withheld = 'withheld' in entry;
    if (!withheld && !isSound(this.#header, entry))
      throw new Broken('changed', this.#next() ?? entry.position);
    this.#checkPlace(entry);
    this.#last = { position: entry.position, hash: entry.hash, withheld };
    this.#entries++;
    this.#part.entries++;
    if (withheld) this.#withheld++;
    this.#part.digest.update(`${text}\n`);
  }

  #checkPlace({ position, previousHash }: { position: number; previousHash: string }): void {
    const next = this.#next();
    if (next !== null && position !== next) throw new Broken('missing', next);
    const last = this.#last ?? {
      position: 0,
      hash: Buffer.from(chainStart).toString('hex'),
      withheld: false,
    };
    if (position <= last.position) throw new Broken('missing', position);
    if (position > last.position + 1 || previousHash === last.hash) return;
    // This one fits in itself: of a withheld one nothing but its links can tell.
    throw new Broken('changed', last.withheld ? last.position : position);
  }

  #readSignature(line: Line): void {
    const { data } = signatureLine.safeParse(line);
    if (!data || !this.#part || !this.#header) throw new Broken('line', this.#next());
    const { after, entries, digest } = this.#part;
    const { until, publicKey } = this.#header;
    const to = data.last ? until : this.#last?.position;
    if (data.last && this.#isWhole && (this.#last?.position ?? 0) < until)
      throw new Broken('missing', this.#next());
    const fits =
      data.after === after &&
      data.to === to &&
      data.entries === entries &&
      data.lastHash === (entries > 0 ? this.#last?.hash : null) &&
      data.digest === digest.digest('hex') &&
      isSigned(publicKey, signedText(data), data.signature);
    if (!fits) throw new Broken('signature');
    this.#ended = data.last;
    this.#begin(data.to);
  }
}

/** Whether the entry's own hash is that of what it says. */
function isSound({ organisationId }: Header, entry: z.infer<typeof entryLine>): boolean {
  const { type: _, previousHash, hash, salt, userAgent, ...said } = entry;
  const isApart = said.address !== undefined;
  const isWhole = [salt, userAgent].every((value) => isApart === (value !== undefined));
  if (!isWhole || !isCommitted(entry)) return false;
  const wanted = entryHash(Buffer.from(previousHash, 'hex'), {
    organisationId,
    ...said,
    ip: isApart ? null : said.ip,
  });
  return Buffer.from(wanted).toString('hex') === hash;
}

/** Whether an origin that stands apart is the one that was committed to, or all of it is gone. */
function isCommitted({ ip, userAgent = null, salt, address }: z.infer<typeof entryLine>): boolean {
  if (address === undefined) return true;
  if (!salt) return ip === null && userAgent === null && salt === null;
  const commitment = commitmentTo({ ip, userAgent }, Buffer.from(salt, 'hex'));
  return Buffer.from(commitment).toString('hex') === address;
}

type Line = { type?: unknown };

/** The line's value, or null where an export would have written it with other bytes. */
function parsed(text: string): Line | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = value !== null && typeof value === 'object' && !Array.isArray(value);
    return isObject && JSON.stringify(value) === text ? value : null;
  } catch {
    return null;
  }
}

/** The lines of a file; one that is no UTF-8, or has no end, as a text that no export writes. */
async function* linesOf(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10, from)) {
      yield textOf(rest.subarray(from, end));
      from = end + 1;
    }
    rest = rest.subarray(from);
  }
  if (rest.length > 0) yield '';
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return '';
  }
}
