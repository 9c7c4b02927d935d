import { UUID } from 'uuidv7';
import type { Random } from './random.ts';

/** A UUIDv7 of that moment: rows that are made later sort after rows that are made earlier. */
export const idAt = (at: Date, random: Random): string =>
  UUID.fromFieldsV7(
    at.getTime(),
    random.between(0, 0xfff),
    random.between(0, 0x3fff_ffff),
    random.between(0, 0xffff_ffff),
  ).toString();
