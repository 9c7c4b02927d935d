import { z } from 'zod';
import { id } from '../common.ts';

export const filePurpose = z.enum(['message']);
/** `uploading`: bytes are coming; `processing`: being looked at; `refused`: nothing of it is kept. */
export const fileState = z.enum(['uploading', 'processing', 'ready', 'refused']);
/** Why a file was refused after it came; `error.refused.<reason>` says it in words. */
export const fileRefusal = z.enum([
  'fileType',
  'fileActive',
  'fileMismatch',
  'fileDamaged',
  'filePixels',
  'fileTooLarge',
  'fileLost',
]);
export type FileRefusal = z.infer<typeof fileRefusal>;
/** `medium` and `small` are there for pictures only. */
export const fileVariant = z.enum(['original', 'medium', 'small']);
export type FileVariant = z.infer<typeof fileVariant>;

/** A file as whoever may read it sees it. Its addresses are asked for apart: `files.urls`. */
export const file = z.object({
  id,
  name: z.string(),
  /** Media type by content; empty until it was looked at. */
  type: z.string(),
  bytes: z.number().int(),
  /** Of pictures, in pixels, the right way up. */
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  /** Blurred preview of a picture (ThumbHash, base64), to be shown until it is there. */
  thumbhash: z.string().nullable(),
  state: fileState,
  refusal: fileRefusal.nullable(),
});
export type FileView = z.infer<typeof file>;

/** Most files that one message carries. */
export const mostFiles = 10;

export const fileBeginInput = z.object({
  purpose: filePurpose.default('message'),
  channelId: id,
  /** As the sender calls it; a path before it is cut off. */
  name: z.string().min(1).max(1_000),
  bytes: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  /** Media type as the sender's machine takes it for; only a hint. */
  type: z.string().max(200).optional(),
});
export const fileBeginOutput = z.object({
  fileId: id,
  /** Where its bytes go, by the tus protocol, with the access token. Relative to the installation. */
  url: z.string(),
  /** Most bytes of one request. */
  chunkBytes: z.number().int(),
});
export const fileIdInput = z.object({ fileId: id });
export const fileUrlsInput = z.object({ fileIds: z.array(id).min(1).max(200) });
export const fileUrlsOutput = z.object({
  /** Without those that the caller may not read, or not yet. */
  items: z.array(
    z.object({
      fileId: id,
      /** Relative to the installation; good for this person and session only. */
      original: z.string(),
      medium: z.string().nullable(),
      small: z.string().nullable(),
    }),
  ),
  /** Ask again from then on. */
  expiresAt: z.date(),
});
export const fileUsage = z.object({
  /** What the organisation's files take, those on their way included. */
  bytes: z.number().int(),
  quotaBytes: z.number().int(),
});

export const fileEvent = z.discriminatedUnion('type', [
  /** One of the caller's files went on. */
  z.object({ type: z.literal('changed'), file }),
  /** Something may have been missed: ask for what is still under way. */
  z.object({ type: z.literal('refresh') }),
]);
export type FileEvent = z.infer<typeof fileEvent>;
