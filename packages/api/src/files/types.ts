import type { Settings } from '../settings/schemas.ts';
import { extensionOf } from './names.ts';

/** Kinds of content that settings allow or not. `active`: pages and scripts, never taken. */
export type Family = 'picture' | 'audio' | 'video' | 'document' | 'archive' | 'other' | 'active';

/** Pictures that are made anew, with the endings their names may have. All other ones are refused. */
export const pictures: Record<string, readonly string[]> = {
  'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
  'image/png': ['png'],
  'image/apng': ['png', 'apng'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'image/avif': ['avif'],
};

/** What browsers show inside a page without running anything. */
const shown = new Set([
  ...Object.keys(pictures),
  'video/mp4',
  'video/webm',
  'audio/mpeg',
  'audio/mp4',
  'audio/x-m4a',
  'audio/aac',
  'audio/ogg',
  'audio/ogg; codecs=opus',
  'audio/flac',
  'audio/wav',
]);
export const isShown = (type: string): boolean => shown.has(type);

const documents =
  /^(?:text\/.+|application\/(?:pdf|rtf|epub\+zip|xml|x-cfb|vnd\.openxmlformats-officedocument\..+|vnd\.oasis\.opendocument\..+|vnd\.apple\.(?:keynote|numbers|pages)))$/;
const archives =
  /^application\/(?:zip|x-tar|gzip|x-bzip2|x-7z-compressed|x-rar-compressed|x-xz|zstd|x-lz4|lzip|x-compress|x-lzh-compressed)$/;
const active =
  /^(?:text\/(?:html|javascript)|image\/svg\+xml|application\/(?:xhtml\+xml|javascript))$/;

/** The family of a media type; null for pictures that cannot be made anew. */
export function familyOf(type: string): Family | null {
  if (active.test(type)) return 'active';
  if (type in pictures) return 'picture';
  if (type.startsWith('image/')) return null;
  if (type.startsWith('audio/')) return 'audio';
  if (type.startsWith('video/')) return 'video';
  if (documents.test(type)) return 'document';
  return archives.test(type) ? 'archive' : 'other';
}

/** What a name claims to be, where the claim is one that people and programs trust. */
export function claimOf(name: string): Family | null {
  const ending = extensionOf(name);
  for (const [family, endings] of Object.entries(claims)) {
    if (endings.includes(ending)) return family as Family;
  }
  return null;
}

const claims: Partial<Record<Family, readonly string[]>> = {
  picture: Object.values(pictures).flat(),
  audio: ['mp3', 'm4a', 'aac', 'oga', 'opus', 'flac', 'wav'],
  video: ['mp4', 'm4v', 'webm', 'mov', 'mkv', 'avi'],
  document: ['pdf', 'docx', 'xlsx', 'pptx', 'odt', 'ods', 'odp'],
  active: ['html', 'htm', 'xhtml', 'svg', 'svgz', 'mht', 'mhtml'],
};

/** Whether the organisation takes the family. */
export function isAllowed(family: Family | null, { files }: Settings): boolean {
  switch (family) {
    case 'picture':
      return files.images;
    case 'audio':
      return files.audio;
    case 'video':
      return files.video;
    case 'document':
      return files.documents;
    case 'archive':
      return files.archives;
    case 'other':
      return files.otherFiles;
    default:
      return false;
  }
}
