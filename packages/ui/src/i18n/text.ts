import type { consoleEs } from './console/es.ts';
import type { es } from './es.ts';

type WithoutPlural<Key extends string> = Key extends
  | `${infer Base}_one`
  | `${infer Base}_other`
  | `${infer Base}_zero`
  ? Base
  : Key;

/** Every sentence of the screens. Spanish is where they are written first. */
export type TextKey = WithoutPlural<keyof typeof es | keyof typeof consoleEs>;
/** The same sentences in another language: none missing, none of its own. */
export type Same<Spanish> = Record<keyof Spanish, string>;
/** One language, complete. */
export type Sentences = Record<keyof typeof es, string>;
/** What a sentence names; `count` also chooses singular or plural. */
export type Params = Record<string, string | number>;
/** What the console alone says, in one language, complete. */
export type ConsoleSentences = Record<keyof typeof consoleEs, string>;
