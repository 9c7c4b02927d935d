import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mail, Mailer } from '@atalaya/api';
import { createTransport, type SendMailOptions } from 'nodemailer';

interface MailerOptions {
  /** Null: mails are written as files into the folder. */
  smtpUrl: string | null;
  from: string;
  folder: string;
}

/** Sends mails by SMTP, or writes them where the operator finds them. */
export function createMailer(options: MailerOptions): Mailer & { close(): void } {
  const { smtpUrl } = options;
  return smtpUrl === null ? fileMailer(options) : smtpMailer(smtpUrl, options.from);
}

function smtpMailer(smtpUrl: string, from: string): Mailer & { close(): void } {
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 3,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    // Texts come from people: a mail must never read files or fetch addresses.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    configured: true,
    async send(mail) {
      await transport.sendMail(messageOf(mail, from));
    },
    close: () => transport.close(),
  };
}

function fileMailer({ folder, from }: MailerOptions): Mailer & { close(): void } {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  return {
    configured: false,
    async send(mail) {
      const { message } = await composer.sendMail(messageOf(mail, from));
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const name = `${new Date().toISOString().replace(/[:.]/g, '-')}-${randomUUID().slice(0, 8)}`;
      const path = join(folder, `${name}.eml`);
      await writeFile(`${path}.part`, message, { mode: 0o600 });
      await rename(`${path}.part`, path);
    },
    close: () => composer.close(),
  };
}

function messageOf({ to, subject, text, id, unsubscribeUrl }: Mail, from: string): SendMailOptions {
  const host = /@([^>@\s]+)>?$/.exec(from)?.[1] ?? 'localhost';
  return {
    from,
    to: { name: '', address: to },
    subject,
    text,
    ...(id === undefined ? {} : { messageId: `<${id}@${host}>` }),
    ...(unsubscribeUrl === undefined ? {} : { list: { unsubscribe: unsubscribeUrl } }),
  };
}
