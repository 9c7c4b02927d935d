import { crc32, deflateSync } from 'node:zlib';
import type { Services } from '@atalaya/api';
import { callerAs, type World } from '@atalaya/api/testing';
import type { FileEvent, FileView } from '@atalaya/api/types';
import type { TestServer } from './server.ts';

type Person = Awaited<ReturnType<typeof callerAs>>;

/** The parts of a world that factories need, of a server that runs. */
const worldOf = ({ services }: { services: Services }) =>
  ({ services, clock: services.clock }) as unknown as World;

/** Somebody of the organisation, with a session. */
export const someone = (
  server: Pick<TestServer, 'services'>,
  role: Parameters<typeof callerAs>[1] = 'member',
  organisation?: { id: string },
) => callerAs(worldOf(server), role, organisation);

interface Sending {
  channelId: string;
  name: string;
  bytes: Buffer;
  /** Declared size; as it is, unless said otherwise. */
  declared?: number;
}

/** One request with bytes of an upload. */
export const patch = (
  server: { url: string },
  { token }: { token: string },
  url: string,
  offset: number,
  body: Buffer | ReadableStream,
): Promise<Response> =>
  fetch(`${server.url}${url}`, {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${token}`,
      'tus-resumable': '1.0.0',
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
    },
    body,
    duplex: 'half',
  } as RequestInit);

/** Where an upload stands. */
export async function offsetOf(
  server: { url: string },
  { token }: { token: string },
  url: string,
): Promise<number> {
  const response = await fetch(`${server.url}${url}`, {
    method: 'HEAD',
    headers: { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0' },
  });
  if (response.status !== 200) throw new Error(`no upload: ${response.status}`);
  return Number(response.headers.get('upload-offset'));
}

/** Sends a file by the book and gives it as it stands when it was looked at. */
export async function sendFile(
  server: { url: string },
  person: Pick<Person, 'caller' | 'token'>,
  { channelId, name, bytes, declared = bytes.length }: Sending,
): Promise<FileView> {
  const settled = await outcomes(person);
  const { fileId, url, chunkBytes } = await person.caller.files.begin({
    channelId,
    name,
    bytes: declared,
  });
  for (let offset = 0; offset < bytes.length; offset += chunkBytes) {
    const part = bytes.subarray(offset, offset + chunkBytes);
    const response = await patch(server, person, url, offset, part);
    if (response.status !== 204) throw new Error(`${response.status} ${await response.text()}`);
  }
  return settled(fileId);
}

/** Listens to a person's files; gives the way to wait until one is ready or refused. */
export async function outcomes({ caller }: Pick<Person, 'caller'>) {
  const events = (await caller.files.onMine())[Symbol.asyncIterator]();
  return async (fileId: string): Promise<FileView> => {
    for (;;) {
      const { value, done } = await events.next();
      if (done) throw new Error('the stream has ended');
      const event = (value as unknown as { data: FileEvent }).data;
      const file = event.type === 'changed' ? event.file : null;
      if (file?.id !== fileId || file.state === 'processing') continue;
      await events.return?.();
      return file;
    }
  };
}

/** A picture that is small as a file and enormous as a picture. */
export function pixelBomb(side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  // One bit for a pixel, black or white.
  header.set([1, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc((Math.ceil(side / 8) + 1) * side);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const pieces = [
    piece('IHDR', header),
    piece('IDAT', deflateSync(rows)),
    piece('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([signature, ...pieces]);
}

function piece(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}
