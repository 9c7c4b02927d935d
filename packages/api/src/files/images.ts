import { createHash } from 'node:crypto';
import { rgbaToThumbHash } from 'thumbhash';
import { Refused } from './inspect.ts';
import type { FileVariant } from './schemas.ts';

/** Pixels of all frames together: a small file may stand for a picture that fills the memory. */
const mostPixels = 100_000_000;
/** Longest side of what is kept, and of the smaller forms. */
const sides = { original: 4_096, medium: 1_280, small: 320 } as const;
const patience = { seconds: 60 };

export interface Picture {
  type: string;
  variants: Record<FileVariant, Buffer>;
  width: number;
  height: number;
  thumbhash: string;
}

/**
 * Makes a picture anew from its pixels: place, camera and whatever else was hidden in the file are
 * gone. Turned the right way up, in a size for screens, with two smaller forms and a blurred preview.
 * Throws `Refused`.
 */
export async function makePicture(bytes: Buffer, type: string): Promise<Picture> {
  maker ??= loadMaker();
  const sharp = await maker;
  const open = (animated: boolean) =>
    sharp(bytes, { animated, failOn: 'error', limitInputPixels: mostPixels }).timeout(patience);
  const fitting = (side: number, animated = false) =>
    open(animated)
      .autoOrient()
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true });
  try {
    const { width, height, pages = 1, pageHeight } = await open(false).metadata();
    if (width * (pageHeight ?? height) * pages > mostPixels) throw new Refused('filePixels');
    const animated = pages > 1 && (type === 'image/gif' || type === 'image/webp');
    const form = formOf(type);
    const original = await fitting(sides.original, animated)
      .toFormat(form.name, form.options)
      .toBuffer({ resolveWithObject: true });
    const [medium, small, preview] = await Promise.all([
      fitting(sides.medium).webp({ quality: 80 }).toBuffer(),
      fitting(sides.small).webp({ quality: 72 }).toBuffer(),
      fitting(100).ensureAlpha().raw().toBuffer({ resolveWithObject: true }),
    ]);
    const { info } = preview;
    return {
      type: form.type,
      variants: { original: original.data, medium, small },
      width: original.info.width,
      height: original.info.pageHeight ?? original.info.height,
      thumbhash: Buffer.from(rgbaToThumbHash(info.width, info.height, preview.data)).toString(
        'base64',
      ),
    };
  } catch (error) {
    if (error instanceof Refused) throw error;
    const tooMany = /pixel limit|too large/i.test(String(error));
    throw new Refused(tooMany ? 'filePixels' : 'fileDamaged', error);
  }
}

let maker: ReturnType<typeof loadMaker> | null = null;

/** Loaded with the first picture: it is large, and some installations never see one. */
async function loadMaker() {
  const { default: sharp } = await import('sharp');
  // One thread for a picture; what it would keep is never asked for again.
  sharp.concurrency(1);
  sharp.cache(false);
  // It guesses by itself what it is given: only what was let in here may be guessed.
  sharp.block({ operation: ['VipsForeignLoad'] });
  const readers = ['Jpeg', 'Png', 'Nsgif', 'Webp', 'Heif'];
  sharp.unblock({ operation: readers.map((name) => `VipsForeignLoad${name}`) });
  return sharp;
}

interface Form {
  name: 'jpeg' | 'png' | 'gif' | 'webp';
  type: string;
  options: object;
}

/** Kept as what it was, so that its name still fits; but AVIF, which takes minutes to make. */
function formOf(type: string): Form {
  switch (type) {
    case 'image/jpeg':
      return { name: 'jpeg', type, options: { quality: 84, mozjpeg: true } };
    case 'image/png':
    case 'image/apng':
      return { name: 'png', type: 'image/png', options: { compressionLevel: 9 } };
    case 'image/gif':
      return { name: 'gif', type, options: {} };
    default:
      return { name: 'webp', type: 'image/webp', options: { quality: 84 } };
  }
}

export const sha256 = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(createHash('sha256').update(bytes).digest());
