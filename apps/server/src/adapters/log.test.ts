import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { createLog } from './log.ts';
import { prettyLine } from './log-pretty.ts';

const newFolder = () => mkdtempSync(join(tmpdir(), 'atalaya-log-'));
const read = (folder: string, prefix: string) =>
  readdirSync(folder)
    .filter((name) => name.startsWith(prefix))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');

test('OPS-32: entries are JSON with time, level and fields; errors are also in their own file', async () => {
  const folder = newFolder();
  const log = await createLog({ level: 'info', folder, terminal: null });
  log.debug({}, 'too fine');
  log.info({ requestId: 'r-1', member: 'm-1', path: 'chat.messages.send' }, 'all well');
  log.error({ requestId: 'r-2', err: new Error('broken') }, 'call failed');
  await log.close();
  const [first, second, ...rest] = read(folder, 'atalaya').trim().split('\n');
  expect(rest).toEqual([]);
  expect(JSON.parse(first ?? '')).toMatchObject({
    level: 'info',
    msg: 'all well',
    requestId: 'r-1',
    member: 'm-1',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  });
  expect(JSON.parse(second ?? '')).toMatchObject({ err: { type: 'Error', message: 'broken' } });
  expect(read(folder, 'errors').trim()).toBe(second);
});

test('OPS-32: secrets and personal data do not reach the log, at any depth or in any text', async () => {
  const secrets = ['hunter2', 'ana@faro.example', 'eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl', 'K7-code'];
  const [password, email, token, code] = secrets;
  const lines: string[] = [];
  const terminal = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const log = await createLog({ level: 'debug', folder: null, terminal });
  log.info(
    { password, refreshToken: token, body: { user: [{ email, 'set-cookie': token }] } },
    'a',
  );
  log.info(
    { headers: { Authorization: `Bearer ${token}`, cookie: `atalaya_session=${code}` } },
    'b',
  );
  log.info({ url: `/verify?code=${code}&x=1`, note: `mail to ${email}` }, `Bearer ${token}`);
  const cause = Object.assign(new Error(`Key (email)=(${email}) already exists.`), {
    detail: `${email}`,
    code: '23505',
  });
  log.error({ err: new Error(`postgres://u:${password}@db refused ${token}`, { cause }) }, 'c');
  log.warn({ deep: { deep: { deep: { deep: { deep: { deep: { password } } } } } } }, 'd');
  const text = lines.join('');
  for (const secret of secrets) expect(text).not.toContain(secret);
  expect(text).toContain('23505');
  expect(lines).toHaveLength(5);
  await log.close();
});

test('OPS-32: log files rotate, the oldest go, and only their owner reads them', async () => {
  const folder = newFolder();
  const log = await createLog({ level: 'info', folder, terminal: null, rotateAt: '2k' });
  const files = () => readdirSync(folder).filter((name) => name.startsWith('atalaya'));
  for (let round = 1; round <= 14; round++) {
    for (let i = 0; i < 10; i++) log.info({ round, filling: 'x'.repeat(300) }, 'entry');
    await vi.waitFor(() => expect(files()).toContain(`atalaya.${round + 1}.log`), { interval: 2 });
  }
  log.info({}, 'the last one');
  await log.close();
  expect(files()).not.toContain('atalaya.1.log');
  // The oldest is removed beside the writing, a moment later.
  await vi.waitFor(() => expect(files().length).toBeLessThanOrEqual(10));
  for (const file of files()) expect(statSync(join(folder, file)).mode & 0o077).toBe(0);
  expect(read(folder, 'atalaya.15')).toContain('the last one');
});

test('OPS-32: at a terminal an entry is one line for a person', () => {
  const entry = {
    level: 'warn',
    time: '2026-11-21T10:20:30.000Z',
    msg: 'slow',
    ms: 1200,
    path: 'a.b',
  };
  const line = prettyLine(JSON.stringify(entry));
  expect(line).toMatch(/^\d\d:\d\d:\d\d .*warn .*slow ms=1200 path=a\.b\n$/);
});
