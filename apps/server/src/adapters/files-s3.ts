import { Readable } from 'node:stream';
import { DomainError, type FileStore } from '@atalaya/api';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { S3Config } from '../config.ts';

/** What is held in memory of a file on its way: so many parts of that size. */
const parts = { partSize: 8 * 1024 * 1024, queueSize: 2 };
const validKey = /^[a-z0-9][a-z0-9._/-]{0,500}$/i;

/** Keeps files in a bucket of an S3-compatible store. A file is there whole, or not at all. */
export function createS3Store(config: S3Config): FileStore & { close(): void } {
  const { endpoint, bucket, region, accessKey, secretKey } = config;
  const client = new S3Client({
    endpoint,
    region,
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
    // The bucket in the path: self-hosted stores have no name for each bucket.
    forcePathStyle: true,
    // Checksums of later years are not understood by every store.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const at = (key: string) => {
    if (!validKey.test(key)) throw new DomainError('invalidInput', { reason: 'fileKey' });
    return { Bucket: bucket, Key: key };
  };
  return {
    async write(key, data) {
      let bytes = 0;
      let broken: unknown;
      async function* counted() {
        try {
          for await (const chunk of data as AsyncIterable<Buffer>) {
            bytes += chunk.length;
            yield chunk;
          }
        } catch (error) {
          broken = error;
          throw error;
        }
      }
      const Body = Readable.from(counted(), { objectMode: false });
      try {
        await new Upload({ client, params: { ...at(key), Body }, ...parts }).done();
      } catch (error) {
        // The stream's own error says more than a store that cannot give a half upload up.
        throw broken ?? error;
      }
      return bytes;
    },
    async read(key, range) {
      const Range = range && `bytes=${range.start}-${range.end ?? ''}`;
      const found = await client
        .send(new GetObjectCommand({ ...at(key), ...(Range ? { Range } : {}) }))
        .catch(missing);
      if (!found) throw new DomainError('notFound', { reason: 'file' });
      return found.Body as Readable;
    },
    async size(key) {
      const found = await client.send(new HeadObjectCommand(at(key))).catch(missing);
      return found?.ContentLength ?? null;
    },
    async delete(key) {
      await client.send(new DeleteObjectCommand(at(key))).catch(missing);
    },
    close: () => client.destroy(),
  };
}

function missing(error: unknown): null {
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  if (status === 404) return null;
  throw error;
}
