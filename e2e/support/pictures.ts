import { createRequire } from 'node:module';

interface About {
  format: string;
  width: number;
  height: number;
  exif?: Buffer;
}

/** The part of the library that these tests use. */
interface Canvas {
  composite(layers: { input: Buffer }[]): Canvas;
  withExif(exif: Record<string, Record<string, string>>): Canvas;
  jpeg(): Canvas;
  toBuffer(): Promise<Buffer>;
  metadata(): Promise<About>;
}

interface Plain {
  create: { width: number; height: number; channels: 3; background: string };
}

// What reads and makes pictures is a dependency of the server, not of these tests.
const sharp = createRequire(new URL('../../packages/api/package.json', import.meta.url))(
  'sharp',
) as (input: Buffer | Plain) => Canvas;

/** A file that a test hands over. */
export interface Given {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A photograph as a telephone makes it: it knows where and with what it was taken. */
export async function photo(
  name: string,
  background = '#1c7881',
  [width, height]: [number, number] = [1600, 1200],
): Promise<Given> {
  const sky = `<svg width="${width}" height="${height}"><rect width="100%" height="60%" fill="#e9f7f8"/><circle cx="70%" cy="30%" r="12%" fill="#cf953b"/></svg>`;
  const buffer = await sharp({ create: { width, height, channels: 3, background } })
    .composite([{ input: Buffer.from(sky) }])
    .withExif({
      IFD0: { Make: 'Faro', Model: 'Telescopio' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '43/1 22/1 0/1' },
    })
    .jpeg()
    .toBuffer();
  return { name, mimeType: 'image/jpeg', buffer };
}

/** What a picture says of itself. */
export const aboutPicture = (bytes: Buffer): Promise<About> => sharp(bytes).metadata();
