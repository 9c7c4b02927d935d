import type { Policy } from '@atalaya/api/types';

/** The rules of living together, in the order in which they are offered. */
export const policies = [
  'spam',
  'harassment',
  'hate',
  'violence',
  'sexual',
  'selfHarm',
  'illegal',
  'impersonation',
  'privacy',
  'other',
] as const satisfies readonly Policy[];

/** Whether a word of the server is a rule that this version has words for. */
export const isPolicy = (word: unknown): word is Policy => policies.some((one) => one === word);
