import type { Settings } from '../settings/schemas.ts';
import type { FileRefusal } from './schemas.ts';
import { claimOf, type Family, familyOf, isAllowed } from './types.ts';

/** How much of a file's beginning is looked at. */
export const headBytes = 64 * 1024;

/** A file is not taken. Nothing of it is kept but the reason. */
export class Refused extends Error {
  readonly reason: FileRefusal;

  constructor(reason: FileRefusal, cause?: unknown) {
    super(reason, { cause });
    this.name = 'Refused';
    this.reason = reason;
  }
}

export interface Content {
  type: string;
  family: Family;
}

/**
 * What a file is by its content, whatever it is called. Throws `Refused` for what the organisation
 * does not take, for pages and scripts, and for what is not what its name says.
 */
export async function inspect(
  head: Uint8Array,
  name: string,
  settings: Settings,
): Promise<Content> {
  const type = await typeOf(head);
  if (isActive(type, head)) throw new Refused('fileActive');
  const family = familyOf(type);
  if (family === null || !isAllowed(family, settings)) throw new Refused('fileType');
  const claim = claimOf(name);
  // A moving picture may be called video and the other way round; nobody is deceived by that.
  const near = [claim, family].every((one) => one === 'audio' || one === 'video');
  if (claim !== null && claim !== family && !near) throw new Refused('fileMismatch');
  return { type, family };
}

/** A type that nothing is known of is text, or else a row of bytes. */
async function typeOf(head: Uint8Array): Promise<string> {
  // Loaded with the first file: the start need not wait for it.
  const { fileTypeFromBuffer } = await import('file-type');
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  if (found) return found.mime;
  return isText(head) ? 'text/plain' : 'application/octet-stream';
}

function isText(head: Uint8Array): boolean {
  if (head.includes(0)) return false;
  try {
    // The last character may be cut.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

const tag =
  /<(?:!doctype\s+(?:html|svg)|html|head|body|script|svg|iframe|object|embed|style|meta|title|a|img|table|math)(?=[\s/>])/i;
/** What may stand before the first tag of a page. */
const preface = /^(?:\s|<\?[^>]*\?>|<!--[\s\S]*?-->|<!doctype[^<>]*(?:\[[\s\S]*?\]\s*)?>)*/i;
const sniffed = 1_024;

/**
 * Pages and scripts: as text where they begin with a tag; in everything else where a tag stands among
 * the first bytes, at which browsers look when they guess (a file that is two things at once).
 */
function isActive(type: string, head: Uint8Array): boolean {
  if (familyOf(type) === 'active') return true;
  const text = textOf(head);
  if (type === 'text/plain' || type === 'application/xml') {
    const rest = text.slice(preface.exec(text)?.[0].length ?? 0);
    return rest.search(tag) === 0 || /^\s*<!doctype\s+(?:html|svg)/i.test(text);
  }
  const start = text.slice(0, sniffed);
  return /<(?:!doctype\s+html|html|script|svg|iframe|body)(?=[\s/>])/i.test(start);
}

/** Text of any of the encodings in which a page may come. */
function textOf(head: Uint8Array): string {
  const [first, second] = head;
  const wide =
    first === 0xff && second === 0xfe
      ? 'utf-16le'
      : first === 0xfe && second === 0xff
        ? 'utf-16be'
        : null;
  return new TextDecoder(wide ?? 'latin1').decode(head).replace(/^(?:\ufeff|ï»¿)/, '');
}
