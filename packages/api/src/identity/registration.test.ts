import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyChain } from '../audit/verify.ts';
import {
  aMember,
  anOrganisation,
  callerAs,
  callerAsNobody,
  createWorld,
  refusalKey,
  refusalOf,
  type World,
} from '../testing/index.ts';
import { untilWaiting } from '../testing/waiting.ts';
import { workIdentityJobs } from './jobs.ts';

const password = 'una frase larga y propia';

describe('registration', () => {
  let world: World;
  let organisation: { id: string };
  let n = 0;
  const someone = () => ({ email: `p${++n}@open.test`, username: `p${n}`, password });
  const nobody = () => callerAsNobody(world.services);

  beforeAll(async () => {
    world = await createWorld();
    organisation = await anOrganisation(world, { openRegistration: true });
    await workIdentityJobs(world.services);
  });
  afterAll(() => world.close());

  test('ID-01: who registers can sign in, and gets a verification mail', async () => {
    const person = someone();
    expect(await nobody().auth.register({ ...person, locale: 'en' })).toEqual({ registered: true });
    const signedIn = await nobody().auth.login(person);
    expect(signedIn.member).toMatchObject({
      username: person.username,
      role: 'member',
      emailVerified: false,
      organisation: { id: organisation.id },
    });
    const mail = await world.postbox.next(person.email);
    expect(mail.subject).toBe('Confirm your e-mail address');
    expect(mail.text).toContain('http://atalaya.test/verify?code=');
  });

  test('ID-01: the address is one whatever its case and the spaces around it', async () => {
    const person = someone();
    await nobody().auth.register({ ...person, email: ` ${person.email.toUpperCase()} ` });
    const { member } = await nobody().auth.login({ ...person, email: `  ${person.email}` });
    expect(member.email).toBe(person.email);
  });

  test('ID-01: an address in use gets the same answer, and its owner a mail', async () => {
    const person = someone();
    await nobody().auth.register(person);
    await world.postbox.next(person.email);
    const again = await nobody().auth.register({
      ...someone(),
      email: person.email,
      password: 'otra frase muy distinta',
    });
    expect(again).toEqual({ registered: true });
    const mail = await world.postbox.next(person.email, 2);
    expect(mail.subject).toBe('Ya tienes una cuenta');
    expect(await world.services.db.member.count({ where: { email: person.email } })).toBe(1);
    await expect(nobody().auth.login(person)).resolves.toBeDefined();
  });

  test('ID-01: a taken username is told before the address is looked at', async () => {
    const person = someone();
    await nobody().auth.register(person);
    const other = { ...someone(), username: person.username };
    expect(await refusalOf(nobody().auth.register(other))).toBe('error.taken.username');
    const both = { ...other, email: person.email };
    expect(await refusalOf(nobody().auth.register(both))).toBe('error.taken.username');
  });

  test('ID-01: two registrations of one username at the same moment: one account, one refusal', async () => {
    const [one, two] = [someone(), someone()];
    const results = await Promise.allSettled([
      nobody().auth.register({ ...one, username: 'gemelo' }),
      nobody().auth.register({ ...two, username: 'gemelo' }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('ID-01: two registrations of one address at the same moment: one account, no error', async () => {
    const person = someone();
    await Promise.all([
      nobody().auth.register(person),
      nobody().auth.register({ ...person, username: `${person.username}b` }),
    ]);
    expect(await world.services.db.member.count({ where: { email: person.email } })).toBe(1);
  });

  test('ID-01: the domain of the address leads to its organisation', async () => {
    const company = await anOrganisation(world, { emailDomain: 'company.test' });
    const person = { ...someone(), email: 'ana@company.test' };
    await nobody().auth.register(person);
    const { db } = world.services;
    const { organisationId } = await db.member.findUniqueOrThrow({
      where: { email: person.email },
    });
    expect(organisationId).toBe(company.id);
  });

  test('ID-01: an invitation goes before the domain, and is used up', async () => {
    const { caller, organisation: host } = await callerAs(world, 'moderator');
    const { code } = await caller.organisations.invites.create({ uses: 1, days: 1 });
    const person = someone();
    await nobody().auth.register({ ...person, inviteCode: code });
    const { member } = await nobody().auth.login(person);
    expect(member.organisation.id).toBe(host.id);
    const late = nobody().auth.register({ ...someone(), inviteCode: code });
    expect(await refusalOf(late)).toBe('error.notFound.invite');
  });

  test('ID-01: the last use of an invitation is given to one of two people', async () => {
    const { caller } = await callerAs(world, 'moderator');
    const { code, id } = await caller.organisations.invites.create({ uses: 1 });
    const { pool, db } = world.services;
    const other = await pool.connect();
    await other.query('BEGIN');
    await other.query('SELECT 1 FROM invite WHERE id = $1 FOR UPDATE', [id]);
    const people = [someone(), someone()];
    const calls = Promise.allSettled(
      people.map((person) => nobody().auth.register({ ...person, inviteCode: code })),
    );
    await untilWaiting(pool, 2);
    await other.query('ROLLBACK');
    other.release();
    const results = await calls;
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const emails = people.map(({ email }) => email);
    expect(await db.member.count({ where: { email: { in: emails } } })).toBe(1);
  });

  test('ID-01: an expired, revoked or invented invitation has one answer, and leaves nothing behind', async () => {
    const { caller } = await callerAs(world, 'moderator');
    const revoked = await caller.organisations.invites.create({});
    await caller.organisations.invites.revoke({ inviteId: revoked.id });
    const expired = await caller.organisations.invites.create({ days: 1 });
    world.clock.advance({ days: 2 });
    const person = someone();
    for (const inviteCode of [revoked.code, expired.code, 'x'.repeat(43)]) {
      const refusal = await refusalOf(nobody().auth.register({ ...person, inviteCode }));
      expect(refusal).toBe('error.notFound.invite');
    }
    expect(await world.services.db.member.count({ where: { email: person.email } })).toBe(0);
  });

  test('ID-01: nobody registers while the organisation has switched it off', async () => {
    const closed = await anOrganisation(world, { emailDomain: 'closed.test' });
    const { caller } = await callerAs(world, 'superadmin', closed);
    await caller.settings.update({ features: { registration: false } });
    const person = { ...someone(), email: 'ana@closed.test' };
    expect(await refusalOf(nobody().auth.register(person))).toBe('error.featureOff.registration');
  });

  test('ID-01: what is guessed first is no password', async () => {
    const person = someone();
    for (const weak of ['12345678', 'Password', 'aaaaaaaa', person.email]) {
      const refusal = await refusalOf(nobody().auth.register({ ...person, password: weak }));
      expect(refusal).toBe('error.invalidInput.weakPassword');
    }
  });

  test('OPS-50: registrations are in the audit log, without the password', async () => {
    const rows = await world.services.db.auditEntry.findMany({
      where: { organisationId: organisation.id, action: 'auth.register' },
    });
    expect(rows.length).toBeGreaterThan(3);
    expect(JSON.stringify(rows)).not.toContain(password);
    expect(await verifyChain(world.services, organisation.id)).toBeNull();
  });
});

describe('registration at an empty installation', () => {
  test('ID-01: of several first people one founds the organisation and leads it', async () => {
    await using world = await createWorld();
    const register = (name: string) =>
      callerAsNobody(world.services).auth.register({
        email: `${name}@first.test`,
        username: name,
        password,
      });
    const refused = (name: string) => register(name).then(() => 'registered', refusalKey);
    const results = await Promise.all(['ana', 'ben', 'eva'].map(refused));
    expect(results.sort()).toEqual([
      'error.forbidden.noOrganisation',
      'error.forbidden.noOrganisation',
      'registered',
    ]);
    const people = await world.services.db.member.findMany();
    expect(people.map(({ role }) => role)).toEqual(['superadmin']);
    expect(await refusalOf(register('late'))).toBe('error.forbidden.noOrganisation');
  });

  test('ID-01: an organisation that is not active takes nobody', async () => {
    await using world = await createWorld();
    const closed = await anOrganisation(world, { active: false, openRegistration: true });
    await aMember(world, closed);
    const call = callerAsNobody(world.services).auth.register({
      email: 'ana@x.test',
      username: 'ana',
      password,
    });
    expect(await refusalOf(call)).toBe('error.forbidden.noOrganisation');
  });
});
