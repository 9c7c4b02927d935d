import { randomUUID } from 'node:crypto';
import type { callerAs, World } from '../testing/index.ts';
import { processFile } from './process.ts';
import { completeUpload } from './uploads.ts';

type Person = Awaited<ReturnType<typeof callerAs>>;

/** Begins a file and puts its bytes there, as if they had been sent. */
export async function aSentFile(
  world: World,
  { caller }: Pick<Person, 'caller'>,
  channelId: string,
  { name = 'nota.txt', bytes = Buffer.from('hola') }: { name?: string; bytes?: Buffer } = {},
): Promise<string> {
  const { fileId } = await caller.files.begin({ channelId, name, bytes: bytes.length });
  world.uploads.fill(fileId, bytes);
  return fileId;
}

/** A file of the person that was looked at. */
export async function aReadyFile(
  world: World,
  person: Pick<Person, 'caller'>,
  channelId: string,
  given: { name?: string; bytes?: Buffer } = {},
): Promise<string> {
  const fileId = await aSentFile(world, person, channelId, given);
  await completeUpload(world.services, fileId);
  await processFile(world.services, fileId);
  return fileId;
}

/** Sends a message that carries the files. */
export const sayWith = (
  { caller }: Pick<Person, 'caller'>,
  channelId: string,
  fileIds: string[],
  content = '',
) => caller.chat.messages.send({ channelId, content, clientId: randomUUID(), fileIds });
