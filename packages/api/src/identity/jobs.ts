import type { Services } from '../context.ts';
import { defineJob } from '../ports/jobs.ts';
import { accountExistsText, type MailWriter, verificationText } from './mails.ts';
import { randomToken, tokenHash } from './random-token.ts';
import { locale } from './schemas.ts';

interface ToMember {
  memberId: string;
}

const retrying = { retries: 8, retryDelay: 15 };
export const verificationMail = defineJob<ToMember>({ name: 'identity.verify-mail', ...retrying });
export const accountExistsMail = defineJob<ToMember>({ name: 'identity.exists-mail', ...retrying });

/** How long the code in a verification mail is good for. */
const codeMs = 24 * 3600 * 1000;

type Needs = Pick<Services, 'db' | 'jobs' | 'mailer' | 'clock' | 'publicUrl'>;

/** Starts this domain's workers. */
export async function workIdentityJobs(services: Needs): Promise<void> {
  await services.jobs.work(verificationMail, ({ memberId }) =>
    sendVerification(services, memberId),
  );
  await services.jobs.work(accountExistsMail, ({ memberId }) => sendExists(services, memberId));
}

/** The code is made here and not where the job was written: a job's data lies in the database. */
async function sendVerification(services: Needs, memberId: string): Promise<void> {
  const { db, clock, publicUrl } = services;
  const person = await db.member.findUnique({ where: { id: memberId }, select: addressee });
  if (!person || person.emailVerifiedAt || person.state !== 'active') return;
  const code = randomToken();
  const now = clock.now();
  await db.$transaction([
    db.oneTimeCode.deleteMany({ where: { memberId, expiresAt: { lte: now } } }),
    db.oneTimeCode.create({
      data: {
        memberId,
        purpose: 'verifyEmail',
        hash: tokenHash(code),
        createdAt: now,
        expiresAt: new Date(now.getTime() + codeMs),
      },
    }),
  ]);
  const url = `${publicUrl}/verify?code=${code}`;
  await send(services, person, verificationText(url));
}

async function sendExists(services: Needs, memberId: string): Promise<void> {
  const { db, publicUrl } = services;
  const person = await db.member.findUnique({ where: { id: memberId }, select: addressee });
  if (!person) return;
  await send(services, person, accountExistsText(publicUrl));
}

const addressee = {
  email: true,
  locale: true,
  emailVerifiedAt: true,
  state: true,
} as const;

async function send(
  { mailer }: Needs,
  person: { email: string; locale: string },
  write: MailWriter,
): Promise<void> {
  const language = locale.catch('es').parse(person.locale);
  await mailer.send({ to: person.email, ...write[language] });
}
