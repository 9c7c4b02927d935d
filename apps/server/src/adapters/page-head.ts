import { TextDecoder } from 'node:util';
import type { PageWords } from '@atalaya/api';
import { Parser } from 'htmlparser2';

/** Of any one text no more than this is kept. */
const longest = 4_000;
/** Within these first bytes a page says which letters it uses. */
const sniffed = 1_024;

/** Reads what a page says of itself while it comes in, up to the end of its head. */
export class PageHead {
  readonly #found = new Map<string, string>();
  readonly #parser: Parser;
  #decoder: TextDecoder | null;
  #waiting: Buffer[] = [];
  #title = '';
  #isInTitle = false;
  #isOver = false;

  /** `charset`: as the answer's header names it, if it does. */
  constructor(charset: string | undefined) {
    this.#decoder = charset ? decoderOf(charset) : null;
    this.#parser = new Parser({
      onopentag: (name, attributes) => this.#open(name, attributes),
      ontext: (text) => {
        if (this.#isInTitle && this.#title.length < longest) this.#title += text;
      },
      onclosetag: (name) => {
        if (name === 'title') this.#isInTitle = false;
        if (name === 'head') this.#isOver = true;
      },
    });
  }

  /** Takes the next bytes; true when the head is over, and nothing more is needed. */
  write(bytes: Buffer): boolean {
    if (!this.#decoder) {
      this.#waiting.push(bytes);
      const begin = Buffer.concat(this.#waiting);
      if (begin.length < sniffed) return false;
      this.#begin(begin);
    } else {
      this.#parser.write(this.#decoder.decode(bytes, { stream: true }));
    }
    return this.#isOver;
  }

  /** The page ended before its head did. */
  end(): void {
    if (!this.#decoder) this.#begin(Buffer.concat(this.#waiting));
    this.#parser.end();
  }

  words(): PageWords {
    const first = (...names: string[]) =>
      names.map((name) => this.#found.get(name) ?? '').find((text) => text.trim() !== '') ?? '';
    return {
      site: first('og:site_name', 'application-name'),
      title: first('og:title', 'twitter:title') || this.#title,
      description: first('og:description', 'twitter:description', 'description'),
    };
  }

  #begin(bytes: Buffer): void {
    const declared = /<meta[^>]{0,200}charset\s*=\s*["']?([\w:-]{1,40})/i.exec(
      bytes.subarray(0, sniffed).toString('latin1'),
    );
    this.#decoder = decoderOf(declared?.[1] ?? 'utf-8');
    this.#waiting = [];
    this.#parser.write(this.#decoder.decode(bytes, { stream: true }));
  }

  #open(name: string, attributes: Record<string, string>): void {
    if (name === 'body') this.#isOver = true;
    if (this.#isOver) return;
    if (name === 'title') this.#isInTitle = this.#title === '';
    if (name !== 'meta') return;
    const { property, name: named, content = '' } = attributes;
    const key = (property || named || '').toLowerCase().slice(0, 40);
    if (!this.#found.has(key) && this.#found.size < 200) {
      this.#found.set(key, content.slice(0, longest));
    }
  }
}

/** Letters that nobody knows are read as those that most pages use. */
function decoderOf(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}
