import { createHash } from 'node:crypto';
import type { Services, Transaction } from '../context.ts';
import { mailJob } from './mail.ts';
import { dispatchTopic } from './notify.ts';
import { type PreferenceRow, preferencesOf } from './preferences.ts';
import { pushJob } from './push.ts';
import type { NoticeKind, NoticePreferences } from './schemas.ts';

/** Notices that are decided about in one transaction. */
const together = 100;
/** How often it looks by itself: the bus may have lost the hint. */
const everyMs = 5_000;

type Needs = Pick<Services, 'db' | 'jobs' | 'bus' | 'clock' | 'log'>;

interface Waiting {
  id: string;
  memberId: string;
  kind: NoticeKind;
}

interface Person {
  id: string;
  emailVerifiedAt: Date | null;
  notificationPreference: PreferenceRow | null;
  pushSubscriptions: { id: string }[];
  /** Of the settings, whether there are pushes at all. */
  organisation: { settings: { value: unknown }[] };
}

/**
 * Brings notices out of the product: a notice is written with what it tells of, and what is to be
 * done for it is decided here, in a transaction that writes the jobs and marks the notice. So none is
 * forgotten and none has its jobs twice, whatever dies in between.
 */
export class Dispatcher {
  readonly #services: Needs;
  #stops: (() => void)[] = [];
  #running: Promise<void> | null = null;
  #again = false;

  constructor(services: Needs) {
    this.#services = services;
  }

  async start(): Promise<void> {
    const timer = setInterval(() => this.#wake(), everyMs);
    timer.unref();
    this.#stops = [
      () => clearInterval(timer),
      await this.#services.bus.subscribe(dispatchTopic, () => this.#wake()),
    ];
    this.#wake();
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0)) stop();
    this.#again = false;
    await this.#running;
  }

  /** Decides about everything that waits. Several nodes may at once. */
  async dispatch(): Promise<void> {
    while ((await this.#some()) === together);
  }

  #wake(): void {
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
  }

  async #run(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      try {
        await this.dispatch();
      } catch (error) {
        this.#services.log.warn({ err: error }, 'notices could not be sent on; tried again');
      }
    }
  }

  #some(): Promise<number> {
    const { db, clock } = this.#services;
    return db.$transaction(
      async (tx) => {
        const waiting = await tx.$queryRaw<Waiting[]>`
          SELECT id, member_id AS "memberId", kind FROM notification WHERE NOT dispatched
           ORDER BY id LIMIT ${together} FOR UPDATE SKIP LOCKED`;
        if (waiting.length === 0) return 0;
        const people = await readPeople(tx, waiting);
        const mailed: string[] = [];
        const mails = new Map<string, { memberId: string; after: number }>();
        for (const notice of waiting) {
          const person = people.get(notice.memberId);
          if (!person) continue;
          const preferences = preferencesOf(person.notificationPreference);
          const choice = preferences.choices[notice.kind];
          if (choice?.mail && person.emailVerifiedAt) {
            mailed.push(notice.id);
            const { key, after } = windowOf(notice, preferences, clock.now());
            mails.set(key, { memberId: notice.memberId, after });
          }
          if (choice?.push && mayBePushed(person)) await this.#push(tx, notice.id, person);
        }
        await mark(tx, waiting, mailed);
        for (const [key, { memberId, after }] of mails) {
          const data = { memberId, mailId: mailIdOf(key) };
          const options = { key, ...(after > 0 ? { startAfterSeconds: after } : {}) };
          await this.#services.jobs.enqueue(tx, mailJob, data, options);
        }
        return waiting.length;
      },
      { timeout: 30_000, maxWait: 30_000 },
    );
  }

  async #push(tx: Transaction, noticeId: string, person: Person): Promise<void> {
    for (const { id: subscriptionId } of person.pushSubscriptions) {
      const data = { noticeId, subscriptionId };
      await this.#services.jobs.enqueue(tx, pushJob, data, {
        key: `${noticeId}/${subscriptionId}`,
      });
    }
  }
}

const mayBePushed = ({ organisation }: Person): boolean =>
  organisation.settings.every(({ value }) => value !== false);

async function readPeople(
  tx: Transaction,
  waiting: readonly Waiting[],
): Promise<Map<string, Person>> {
  const people = await tx.member.findMany({
    where: { id: { in: [...new Set(waiting.map(({ memberId }) => memberId))] } },
    select: {
      id: true,
      emailVerifiedAt: true,
      notificationPreference: true,
      pushSubscriptions: { select: { id: true } },
      organisation: {
        select: { settings: { where: { path: 'notifications.push' }, select: { value: true } } },
      },
    },
  });
  return new Map(people.map((person) => [person.id, person]));
}

async function mark(tx: Transaction, waiting: readonly Waiting[], mailed: string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE notification SET dispatched = true, mail_due = id = ANY(${mailed}::uuid[])
     WHERE id = ANY(${waiting.map(({ id }) => id)}::uuid[])`;
}

/**
 * What comes in the same window shares a mail. It is sent when the last of them has had its minutes
 * to be read; whoever wants no delay gets a mail for each.
 */
function windowOf(
  { id, memberId }: Waiting,
  { mailAfterMinutes }: NoticePreferences,
  now: Date,
): { key: string; after: number } {
  if (mailAfterMinutes === 0) return { key: `${memberId}/${id}`, after: 0 };
  const windowMs = mailAfterMinutes * 60_000;
  const window = Math.floor(now.getTime() / windowMs);
  const due = (window + 2) * windowMs;
  const after = Math.ceil((due - now.getTime()) / 1000);
  return { key: `${memberId}/${mailAfterMinutes}/${window}`, after };
}

/** The same window gives the same mail. */
function mailIdOf(key: string): string {
  const hash = createHash('sha256').update(`notices mail ${key}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
