import type { FileView } from '@atalaya/api/types';
import type { FileItem } from '@atalaya/client';
import {
  type Icon,
  IconFile,
  IconFileText,
  IconFileTypePdf,
  IconFileZip,
  IconMovie,
  IconMusic,
} from '@tabler/icons-react';

/** What browsers play without running anything; the server offers all else for saving only. */
const playable =
  /^(?:video\/(?:mp4|webm)|audio\/(?:mpeg|mp4|x-m4a|aac|ogg(?:; codecs=opus)?|flac|wav))$/;

export type Kind = 'picture' | 'video' | 'audio' | 'other';

/** How a file that is ready is shown. */
export function kindOf({ type, width, height }: FileView): Kind {
  if (type.startsWith('image/') && width && height) return 'picture';
  if (!playable.test(type)) return 'other';
  return type.startsWith('video/') ? 'video' : 'audio';
}

/** A sign for what is no picture, by its type or, before the server knows that, by its name. */
export function iconFor(type: string, name: string): Icon {
  const about = `${type} ${name.toLowerCase()}`;
  if (/pdf$|application\/pdf/.test(about)) return IconFileTypePdf;
  if (/^audio\//.test(about)) return IconMusic;
  if (/^video\//.test(about)) return IconMovie;
  if (/zip|x-tar|gzip|compressed|\.(?:7z|rar|gz|tar)$/.test(about)) return IconFileZip;
  return /^text\/|document|rtf|\.(?:txt|md|docx|odt)$/.test(about) ? IconFileText : IconFile;
}

/** Whether a file was refused for what it is: another try would end the same way. */
export const isFinal = (error: FileItem['error']): boolean =>
  error !== null &&
  /^error\.(?:refused\.(?!fileLost$)|tooLarge\.(?:file|picture)$)/.test(error.messageKey);
