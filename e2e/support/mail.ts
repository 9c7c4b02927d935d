import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { TestServer } from './server.ts';

/** The address in the newest mail to someone; without an SMTP server, mails are files of the data folder. */
export async function linkMailedTo(server: TestServer, address: string): Promise<string> {
  let link: string | undefined;
  await expect(async () => {
    const folder = join(server.dataDir, 'mail');
    const names = (await readdir(folder)).toSorted();
    const mails = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    const mail = mails.findLast((text) => text.includes(address));
    // Quoted-printable breaks long lines and writes «=» as «=3D».
    link = mail
      ?.replaceAll(/=\r?\n/g, '')
      .replaceAll('=3D', '=')
      .match(/https?:\/\/\S+\/verify\?code=[\w-]+/)?.[0];
    expect(link).toBeTruthy();
  }).toPass({ timeout: 15_000 });
  return link ?? '';
}
