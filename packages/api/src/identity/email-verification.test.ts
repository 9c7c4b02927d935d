import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  aMember,
  anOrganisation,
  callerAsNobody,
  callerFor,
  createWorld,
  refusalOf,
  type World,
} from '../testing/index.ts';
import { workIdentityJobs } from './jobs.ts';

describe('e-mail verification', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld();
    await workIdentityJobs(world.services);
  });
  afterAll(() => world.close());

  async function anUnverified() {
    const organisation = await anOrganisation(world);
    const person = await aMember(world, organisation, { emailVerifiedAt: null, locale: 'en' });
    const { caller } = await callerFor(world, person);
    const mailed = async (count = 1) => {
      const { text } = await world.postbox.next(person.email, count);
      return /code=([\w-]+)/.exec(text)?.[1] ?? '';
    };
    return { person, caller, mailed };
  }
  const verify = (code: string) => callerAsNobody(world.services).auth.verifyEmail({ code });

  test('ID-01: the code from the mail verifies the address, once', async () => {
    const { caller, mailed } = await anUnverified();
    await caller.auth.resendVerification();
    const code = await mailed();
    expect((await caller.auth.me()).emailVerified).toBe(false);
    expect(await verify(code)).toEqual({ done: true });
    expect((await caller.auth.me()).emailVerified).toBe(true);
    expect(await refusalOf(verify(code))).toBe('error.expired.code');
  });

  test('ID-01: the code ends after a day, and an invented one has the same answer', async () => {
    const { caller, mailed } = await anUnverified();
    await caller.auth.resendVerification();
    const code = await mailed();
    world.clock.advance({ hours: 24, seconds: 1 });
    expect(await refusalOf(verify(code))).toBe('error.expired.code');
    expect(await refusalOf(verify('x'.repeat(43)))).toBe('error.expired.code');
  });

  test('ID-01: who came by the domain of an address enters only after showing that it is theirs', async () => {
    await anOrganisation(world, { emailDomain: 'closed.test' });
    const person = {
      email: 'stranger@closed.test',
      username: 'stranger',
      password: 'a quiet harbour at night 7',
    };
    const nobody = callerAsNobody(world.services);
    await nobody.auth.register(person);
    const { text } = await world.postbox.next(person.email, 1);
    expect(await refusalOf(nobody.auth.login(person))).toBe('error.forbidden.unverified');
    // Trying again does not fill the owner's mailbox; after a while another mail comes.
    world.clock.advance({ minutes: 6 });
    expect(await refusalOf(nobody.auth.login(person))).toBe('error.forbidden.unverified');
    await world.postbox.next(person.email, 2);
    await verify(/code=([\w-]+)/.exec(text)?.[1] ?? '');
    const { member } = await nobody.auth.login(person);
    expect(member.emailVerified).toBe(true);
  });

  test('ID-01: two mails were sent: using one code uses up the other', async () => {
    const { caller, mailed } = await anUnverified();
    await caller.auth.resendVerification();
    const first = await mailed(1);
    await caller.auth.resendVerification();
    const second = await mailed(2);
    await verify(first);
    expect(await refusalOf(verify(second))).toBe('error.expired.code');
  });

  test('ID-01: the same code used at the same moment counts once', async () => {
    const { caller, mailed } = await anUnverified();
    await caller.auth.resendVerification();
    const code = await mailed();
    const results = await Promise.allSettled([verify(code), verify(code), verify(code)]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('ID-01: only a hash of the code is stored, and the job carries none', async () => {
    const { caller, mailed } = await anUnverified();
    await caller.auth.resendVerification();
    const code = await mailed();
    const { rows } = await world.services.pool.query(
      'SELECT hash::text AS text FROM one_time_code UNION ALL SELECT data::text FROM jobs.job',
    );
    expect(JSON.stringify(rows)).not.toContain(code);
  });

  test('ID-01: who is verified gets no further mail', async () => {
    const { caller, mailed, person } = await anUnverified();
    await caller.auth.resendVerification();
    await verify(await mailed());
    await caller.auth.resendVerification();
    const { rows } = await world.services.pool.query(
      `SELECT 1 FROM jobs.job WHERE name = 'identity.verify-mail' AND data->>'memberId' = $1`,
      [person.id],
    );
    expect(rows).toHaveLength(1);
  });
});
