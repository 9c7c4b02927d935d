import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerAs, createWorld, type World } from '../packages/api/src/testing/index.ts';

const script = fileURLToPath(new URL('audit-verify.ts', import.meta.url));

describe('audit:verify', () => {
  let world: World;
  let folder: string;
  let staff: Awaited<ReturnType<typeof callerAs>>;

  beforeAll(async () => {
    world = await createWorld();
    folder = await mkdtemp(join(tmpdir(), 'atalaya-verify-'));
    const admin = await callerAs(world, 'admin');
    for (let n = 0; n < 3; n++) await admin.caller.organisations.invites.create({});
    staff = await callerAs(world, 'auditor', admin.organisation);
  });
  afterAll(async () => {
    await world.close();
    await rm(folder, { recursive: true });
  });

  async function run(args: string[], env: Record<string, string> = {}) {
    const child = spawn(process.execPath, [script, ...args], {
      env: { ...process.env, INIT_CWD: folder, ...env },
    });
    const ended = new Promise<number | null>((done) => child.on('exit', done));
    const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: await ended, said, complained };
  }

  test('OPS-50: an exported file is verified with no server; the first broken entry is named', async () => {
    const { text: file } = await staff.caller.audit.export({ format: 'jsonl' });
    const { publicKey } = await staff.caller.audit.verify();
    await writeFile(join(folder, 'log.jsonl'), file);
    await writeFile(join(folder, 'bad.jsonl'), file.replace('"position":2', '"position":9'));
    const nowhere = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
    const whole = await run(['log.jsonl', '--key', publicKey], nowhere);
    expect(whole).toMatchObject({ code: 0, said: expect.stringContaining('Whole: 3 entries') });
    const bad = await run(['bad.jsonl'], nowhere);
    expect(bad).toMatchObject({ code: 1, said: expect.stringContaining('Broken at entry 2') });
    const other = await run(['log.jsonl', '--key', '0'.repeat(64)], nowhere);
    expect(other).toMatchObject({ code: 1, said: expect.stringContaining('another key') });
    expect(await run([])).toMatchObject({ code: 2, complained: expect.stringContaining('FILE') });
    expect(await run(['none.jsonl'])).toMatchObject({ code: 2 });
  }, 60_000);

  test('OPS-50: the chains in the database are verified, and the first broken entry is named', async () => {
    const env = { DATABASE_URL: world.databaseUrl };
    const whole = await run(['--database'], env);
    expect(whole).toMatchObject({ code: 0, said: expect.stringContaining('whole') });
    const { pool } = world.services;
    await pool.query('ALTER TABLE audit_entry DISABLE TRIGGER ALL');
    await pool.query(
      `UPDATE audit_entry SET ip = '10.0.0.1' WHERE organisation_id = $1 AND position = 2`,
      [staff.organisation.id],
    );
    const broken = await run(['--database'], env);
    expect(broken).toMatchObject({
      code: 1,
      said: expect.stringContaining(`(${staff.organisation.id}): broken at entry 2`),
    });
  }, 60_000);
});
