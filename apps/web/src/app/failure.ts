import { AtalayaError } from '@atalaya/client';

/** The input field that an error is about, if it is about one. */
export const fieldOf = (error: unknown): string | null =>
  error instanceof AtalayaError ? error.field : null;

/** Whether an error is of one kind of the closed list. */
export const isCode = (error: unknown, code: AtalayaError['code']): boolean =>
  error instanceof AtalayaError && error.code === code;
