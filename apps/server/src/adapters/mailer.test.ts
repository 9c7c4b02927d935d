import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { expect, test } from 'vitest';
import { createMailer } from './mailer.ts';

const from = 'Atalaya <no-reply@faro.example>';
const mail = {
  to: 'ana@faro.example',
  subject: 'Confirma tu dirección',
  text: 'Hola, Ana: ¡adiós!\n',
};

/** A mail server that takes mails, or refuses them as it is told. */
async function mailServer(answer: (received: string) => Error | null) {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      void text(stream).then((received) => done(answer(received)));
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as { port: number };
  return {
    url: `smtp://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

test('ID-01: mails reach the mail server whole, in any language', async () => {
  const received: string[] = [];
  await using server = await mailServer((message) => {
    received.push(message);
    return null;
  });
  const mailer = createMailer({ smtpUrl: server.url, from, folder: '' });
  expect(mailer.configured).toBe(true);
  await mailer.send(mail);
  mailer.close();
  expect(received).toHaveLength(1);
  expect(received[0]).toContain('To: ana@faro.example');
  expect(received[0]).toContain('From: Atalaya <no-reply@faro.example>');
  expect(received[0]).toMatch(/Subject: =\?UTF-8\?/);
});

test('ID-01: a mail that the server refuses is an error, so that its job tries again', async () => {
  await using server = await mailServer(() =>
    Object.assign(new Error('busy'), { responseCode: 451 }),
  );
  const mailer = createMailer({ smtpUrl: server.url, from, folder: '' });
  await expect(mailer.send(mail)).rejects.toThrow(/busy/);
  mailer.close();
});

test('ID-01: a line break in an address or subject adds no header and no recipient', async () => {
  const received: string[] = [];
  await using server = await mailServer((message) => {
    received.push(message);
    return null;
  });
  const mailer = createMailer({ smtpUrl: server.url, from, folder: '' });
  await mailer.send({ ...mail, subject: 'Hola\r\nBcc: eva@evil.example' });
  mailer.close();
  expect(received[0]).not.toMatch(/^Bcc:/m);
});

test('ID-01: without a mail server mails lie in a folder that only the operator reads', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'atalaya-mail-')), 'mail');
  const mailer = createMailer({ smtpUrl: null, from, folder });
  expect(mailer.configured).toBe(false);
  await mailer.send(mail);
  const [name = '', ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  const path = join(folder, name);
  expect(readFileSync(path, 'utf8')).toContain('To: ana@faro.example');
  expect(statSync(path).mode & 0o077).toBe(0);
});
