import type { DetailedError, HttpRequest, Upload, UploadOptions } from 'tus-js-client';
import { AtalayaError } from './errors.ts';

/** Where the bytes go and by whose leave. */
export interface Destination {
  url: string;
  chunkBytes: number;
  /** An access token that is good now. */
  token: () => Promise<string | null>;
}

/** Why the bytes did not get through. */
export interface SendFailure {
  /** The HTTP status; null: no answer came. */
  status: number | null;
  /** What the server said, where it said something. */
  error: AtalayaError;
}

/**
 * Sends what is missing of an upload, once: asks the server how far it is and goes on from there.
 * Rejects with a `SendFailure`; the same call again goes on where this one broke off.
 */
export async function sendBytes(
  source: Blob,
  { url, chunkBytes, token }: Destination,
  onProgress: (sent: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const tus = await import('tus-js-client');
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const options: UploadOptions = {
      uploadUrl: url,
      chunkSize: chunkBytes,
      // When to try again is decided by who knows whether there is a line.
      retryDelays: null,
      storeFingerprintForResuming: false,
      fileReader: { openFile: async () => sourceOf(source) },
      onBeforeRequest: async (request: HttpRequest) => {
        const bearer = await token();
        if (bearer !== null) request.setHeader('Authorization', `Bearer ${bearer}`);
      },
      onProgress,
      onSuccess: () => {
        signal.removeEventListener('abort', stop);
        resolve();
      },
      onError: (error) => {
        signal.removeEventListener('abort', stop);
        reject(failureOf(error));
      },
    };
    const upload: Upload = new tus.Upload(source, options);
    const stop = () => {
      void upload.abort();
      reject(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
    upload.start();
  });
}

/** Reads a piece at a time, in Node as well, where the library knows no `Blob`. */
const sourceOf = (blob: Blob) => ({
  size: blob.size,
  async slice(start: number, end: number) {
    const piece = blob.slice(start, end);
    const done = end >= blob.size;
    if ('XMLHttpRequest' in globalThis) return { value: piece, done };
    const bytes = new Uint8Array(await piece.arrayBuffer());
    return { value: Object.assign(bytes, { size: bytes.length }), done };
  },
  close() {},
});

function failureOf(error: Error | DetailedError): SendFailure {
  const response = 'originalResponse' in error ? error.originalResponse : null;
  if (!response) return { status: null, error: AtalayaError.unavailable('connection') };
  return { status: response.getStatus(), error: AtalayaError.fromBody(response.getBody()) };
}
