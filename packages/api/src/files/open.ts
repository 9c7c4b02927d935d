import type { Readable } from 'node:stream';
import type { Services } from '../context.ts';
import type { ByteRange } from '../ports/files.ts';
import { keyOf } from './keep.ts';
import { isShown } from './types.ts';
import { openFileUrl } from './urls.ts';

/** A file as the host sends it on. */
export interface OpenedFile {
  name: string;
  /** Media type by content; what a browser might run is given as a row of bytes. */
  type: string;
  bytes: number;
  /** Shown inside pages; all else is offered for saving. */
  inline: boolean;
  /** The same for the same bytes. */
  tag: string;
  /** When the address stops being good. */
  until: Date;
  read(range?: ByteRange): Promise<Readable>;
}

/** Opens what a signed address leads to. Throws as `openFileUrl` does. */
export async function openFile(
  services: Services,
  given: { path: unknown; query: unknown },
): Promise<OpenedFile> {
  const { row, variant, until } = await openFileUrl(services, given);
  // The smaller forms are made by us, whatever the file was.
  const type = variant === 'original' ? row.type : 'image/webp';
  const inline = isShown(type);
  return {
    name: row.name,
    type: inline || type === 'application/pdf' ? type : 'application/octet-stream',
    bytes: row.variants[variant] ?? 0,
    inline,
    tag: `"${row.hash?.slice(0, 32)}-${variant}"`,
    until,
    read: (range) => services.files.read(keyOf(row, variant), range),
  };
}
