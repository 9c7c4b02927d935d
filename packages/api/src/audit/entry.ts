import { createHash } from 'node:crypto';

/** What an entry says, as it is hashed. The order of the fields plays no part. */
export interface EntryContent {
  organisationId: string;
  position: number;
  /** ISO 8601 in UTC, with milliseconds. */
  at: string;
  actorId: string | null;
  action: string;
  subjectType: string;
  subjectId: string | null;
  before: Json;
  after: Json;
  /** Only of entries from before addresses stood apart. */
  ip: string | null;
  /** Commitment to address and device in hexadecimal; hashed only where there is one. */
  address?: string | null | undefined;
  requestId: string;
}

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Hash before the first entry of a chain. */
export const chainStart: Uint8Array<ArrayBuffer> = new Uint8Array(32);

/** SHA-256 over the hash before and the entry's canonical text. */
export function entryHash(previous: Uint8Array, content: EntryContent): Uint8Array<ArrayBuffer> {
  const { address, ...rest } = content;
  const text = canonical(address ? { ...rest, address } : rest);
  return Uint8Array.from(createHash('sha256').update(previous).update(text).digest());
}

/** From where something was done. */
export interface Origin {
  ip: string | null;
  userAgent: string | null;
}

/**
 * What an entry's hash covers of its origin: without the salt nobody finds an address from it, and
 * when both are deleted the entry is still whole.
 */
export function commitmentTo({ ip, userAgent }: Origin, salt: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = canonical({ ip, userAgent });
  return Uint8Array.from(createHash('sha256').update(salt).update(text).digest());
}

/** JSON with sorted keys and without spaces: one text per value, however it was stored. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const fields = Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`);
    return `{${fields.join(',')}}`;
  }
  return JSON.stringify(value);
}

const secretName = /password|secret|token|credential|cookie|authorization|hash|^code$|Code$/i;

/** The value as JSON that the database can hold, with whatever is called like a secret left out. */
export function presentable(value: unknown): Json {
  if (value === undefined) return null;
  const text = JSON.stringify(value, (key, field: unknown) => {
    if (key !== '' && secretName.test(key)) return '[secret]';
    if (typeof field === 'string') return field.replaceAll('\0', '').toWellFormed();
    return typeof field === 'bigint' ? String(field) : field;
  });
  return text === undefined ? null : (JSON.parse(text) as Json);
}
