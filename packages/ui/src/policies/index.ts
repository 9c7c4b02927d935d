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
] as const;
type KnownPolicy = (typeof policies)[number];

/** Whether a word of the server is a rule that this version has words for. */
export const isPolicy = (word: unknown): word is KnownPolicy =>
  policies.some((one) => one === word);
