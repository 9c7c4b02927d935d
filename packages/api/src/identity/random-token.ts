import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits for a link, a cookie or a client to keep. */
export const randomToken = (): string => randomBytes(32).toString('base64url');

/** What is stored of a random token. No salt and no stretching: it cannot be guessed. */
export const tokenHash = (token: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(createHash('sha256').update(token).digest());
