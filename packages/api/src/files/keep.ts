import { createHash } from 'node:crypto';
import { Readable, Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Services } from '../context.ts';
import type { Settings } from '../settings/schemas.ts';
import { megabyte } from './begin.ts';
import { makePicture, sha256 } from './images.ts';
import { headBytes, inspect, Refused } from './inspect.ts';
import { withExtension } from './names.ts';
import type { FileRow } from './rows.ts';
import { type FileVariant, fileVariant } from './schemas.ts';
import { pictures } from './types.ts';

type Needs = Pick<Services, 'files' | 'uploads'>;
type Hash = Uint8Array<ArrayBuffer>;

/** What is kept of an upload. */
export interface Kept {
  name: string;
  type: string;
  variants: Partial<Record<FileVariant, number>>;
  width: number | null;
  height: number | null;
  thumbhash: string | null;
  sentHash: Hash;
  keptHash: Hash;
}

export const keyOf = (file: Pick<FileRow, 'id' | 'organisationId'>, variant: FileVariant) =>
  `${file.organisationId}/${file.id}/${variant}`;

/** Takes every form of a file out of the store; what is not there is passed over. */
export async function discard(
  { files }: Pick<Services, 'files'>,
  row: Pick<FileRow, 'id' | 'organisationId'>,
): Promise<void> {
  for (const variant of fileVariant.options) await files.delete(keyOf(row, variant));
}

/** Looks at an upload by its content and brings it into the store. Throws `Refused`. */
export async function keep(services: Needs, row: FileRow, settings: Settings): Promise<Kept> {
  const first = await buffer(await services.uploads.read(row.id, { start: 0, end: headBytes - 1 }));
  const { family } = await inspect(first, row.name, settings);
  return family === 'picture'
    ? keepPicture(services, row, settings)
    : keepAsItIs(services, row, settings);
}

async function keepPicture(services: Needs, row: FileRow, settings: Settings): Promise<Kept> {
  if (row.bytes > settings.files.imageMaxMb * megabyte) throw new Refused('fileTooLarge');
  const bytes = await buffer(await services.uploads.read(row.id));
  // Of the very bytes that are used: those of the upload might have changed since the first look.
  const { type, family } = await inspect(bytes.subarray(0, headBytes), row.name, settings);
  if (family !== 'picture') throw new Refused('fileMismatch');
  const picture = await makePicture(bytes, type);
  const variants: Kept['variants'] = {};
  for (const variant of fileVariant.options) {
    const data = picture.variants[variant];
    variants[variant] = await services.files.write(keyOf(row, variant), streamOf(data));
  }
  return {
    name: withExtension(row.name, pictures[picture.type] ?? []),
    type: picture.type,
    variants,
    width: picture.width,
    height: picture.height,
    thumbhash: picture.thumbhash,
    sentHash: sha256(bytes),
    keptHash: sha256(picture.variants.original),
  };
}

/** One pass, a piece at a time: however large the file is, the memory it takes is the same. */
async function keepAsItIs(services: Needs, row: FileRow, settings: Settings): Promise<Kept> {
  const seen = new Witness();
  const source = await services.uploads.read(row.id);
  source.on('error', (error) => seen.destroy(error));
  const written = await services.files.write(keyOf(row, 'original'), source.pipe(seen));
  const { type, family } = await inspect(seen.head(), row.name, settings);
  if (family === 'picture') throw new Refused('fileMismatch');
  if (written !== row.bytes) throw new Refused('fileLost');
  const hash = seen.hash();
  return {
    name: row.name,
    type,
    variants: { original: written },
    width: null,
    height: null,
    thumbhash: null,
    sentHash: hash,
    keptHash: hash,
  };
}

/** Sees what passes: its hash and its beginning. */
class Witness extends Transform {
  readonly #hash = createHash('sha256');
  readonly #head: Buffer[] = [];
  #headBytes = 0;

  override _transform(chunk: Buffer, _: string, done: (error: null, chunk: Buffer) => void): void {
    this.#hash.update(chunk);
    if (this.#headBytes < headBytes) {
      // Copied: a slice would hold on to the whole chunk.
      const part = Buffer.from(chunk.subarray(0, headBytes - this.#headBytes));
      this.#head.push(part);
      this.#headBytes += part.length;
    }
    done(null, chunk);
  }

  hash = (): Hash => Uint8Array.from(this.#hash.digest());
  head = (): Buffer => Buffer.concat(this.#head);
}

const streamOf = (data: Buffer) => Readable.from([data]);
