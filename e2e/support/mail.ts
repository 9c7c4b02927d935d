import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { TestServer } from './server.ts';

/** The newest mail to someone that holds the text; without an SMTP server, mails are files of the data folder. */
export async function mailWith(server: TestServer, address: string, text: string): Promise<string> {
  let found: string | undefined;
  await expect(async () => {
    const folder = join(server.dataDir, 'mail');
    const names = (await readdir(folder)).toSorted();
    const mails = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    found = mails
      .map((mail) => mail.replaceAll(/=\r?\n/g, '').replaceAll('=3D', '='))
      .findLast((mail) => mail.includes(address) && mail.includes(text));
    expect(found).toBeTruthy();
  }).toPass({ timeout: 20_000 });
  return found ?? '';
}

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
