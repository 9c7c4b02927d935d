import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Notice, QuietHours } from '../shared/contract.ts';
import { programForTests } from '../testing/program.ts';
import { createQuiet, type Held } from './quiet.ts';
import { isQuietHour } from './quiet-hours.ts';

const everyDay = [0, 1, 2, 3, 4, 5, 6];
const night: QuietHours = {
  enabled: true,
  from: 22 * 60,
  to: 7 * 60 + 30,
  days: everyDay,
  criticalPasses: true,
};
/** In local time; the 23rd of November 2026 is a Monday. */
const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute);
const aCase = '0199c6a4-7d0e-7c3a-9d55-3f0f5d6f7a1';
const caseNotice = (n: number): Notice => ({
  id: `case:${n}`,
  title: `Caso ${n}`,
  body: '',
  target: { type: 'case', caseId: `${aCase}${n}` },
  actions: [],
});
const alertNotice = (id: string, urgent = false): Notice => ({
  id,
  title: id,
  body: '',
  target: { type: 'alerts' },
  actions: [],
  urgent,
});

test('UI-10: quiet hours go through midnight and belong to the day on which they begin', () => {
  const weekdays = { ...night, days: [1, 2, 3, 4, 5] };
  const moments: [Date, boolean][] = [
    [at(23, 21, 59), false],
    [at(23, 22), true],
    [at(24, 7, 29), true],
    [at(24, 7, 30), false],
    // Friday's night lasts into Saturday; Sunday's does not begin.
    [at(28, 3), true],
    [at(28, 23), false],
    [at(30, 3), false],
  ];
  for (const [moment, quiet] of moments)
    expect(isQuietHour(weekdays, moment), moment.toString()).toBe(quiet);
  const noon = { ...night, from: 12 * 60, to: 14 * 60 };
  expect(
    [at(23, 11, 59), at(23, 12), at(23, 14)].map((moment) => isQuietHour(noon, moment)),
  ).toEqual([false, true, false]);
  expect(isQuietHour({ ...night, from: 0, to: 0 }, at(23, 15))).toBe(true);
  expect(isQuietHour({ ...night, enabled: false }, at(23, 23))).toBe(false);
});

describe('notices while it is quiet', () => {
  function aQuiet({ now = at(23, 23), path = '' } = {}) {
    const clock = { now };
    const shown: string[] = [];
    const summaries: Held[] = [];
    const file = path || join(mkdtempSync(join(tmpdir(), 'atalaya-quiet-')), 'quiet.json');
    let changes = 0;
    const quiet = createQuiet({
      path: file,
      now: () => clock.now,
      show: ({ id }) => void shown.push(id),
      showHeld: (held) => void summaries.push(held),
      onChange: () => void changes++,
    });
    return { clock, shown, summaries, quiet, path: file, changes: () => changes };
  }

  test('UI-10: they are held, none is lost: one tells of all when the hours end', () => {
    const { clock, shown, summaries, quiet } = aQuiet();
    quiet.set(night);
    for (const notice of [caseNotice(1), caseNotice(2), caseNotice(2), alertNotice('alert:1')])
      quiet.notify(notice);
    expect(shown).toEqual([]);
    expect(quiet.state()).toMatchObject({ isQuiet: true, held: 3 });
    clock.now = at(24, 7, 29);
    quiet.look();
    expect(summaries).toEqual([]);
    clock.now = at(24, 7, 30);
    quiet.look();
    quiet.look();
    expect(summaries).toEqual([{ cases: 2, alerts: 1 }]);
    expect(quiet.state()).toMatchObject({ isQuiet: false, held: 0 });
    quiet.notify(caseNotice(4));
    expect(shown).toEqual(['case:4']);
  });

  test('UI-10: a single one comes as it was; the machine may have slept through the end', () => {
    const { clock, shown, summaries, quiet } = aQuiet();
    quiet.set(night);
    quiet.notify(caseNotice(1));
    clock.now = at(25, 12);
    quiet.notify(caseNotice(2));
    expect(shown).toEqual(['case:1', 'case:2']);
    expect(summaries).toEqual([]);
  });

  test('UI-10: critical alerts pass where the person wants it', () => {
    const { shown, quiet } = aQuiet();
    quiet.set(night);
    quiet.notify(alertNotice('critical', true));
    quiet.set({ ...night, criticalPasses: false });
    quiet.notify(alertNotice('held', true));
    expect(shown).toEqual(['critical']);
    expect(quiet.state().held).toBe(1);
  });

  test('UI-10: no disturbance until tomorrow ends in the morning, and survives a restart', () => {
    const first = aQuiet({ now: at(23, 23, 50) });
    first.quiet.pause(true);
    expect(first.quiet.state().until).toBe(at(24, 8).getTime());
    const { clock, shown, quiet } = aQuiet({ now: at(24, 0, 30), path: first.path });
    quiet.notify(caseNotice(1));
    expect(shown).toEqual([]);
    quiet.pause(false);
    expect(shown).toEqual(['case:1']);
    quiet.pause(true);
    clock.now = at(25, 8);
    expect(quiet.state()).toMatchObject({ until: null, isQuiet: false });
  });

  test('UI-10: a spoilt file is no reason to hold anything', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'atalaya-quiet-')), 'quiet.json');
    writeFileSync(path, '{"enabled":true,"from":-5}');
    const { shown, quiet } = aQuiet({ path });
    quiet.notify(caseNotice(1));
    expect(shown).toEqual(['case:1']);
  });
});

describe('the program while it is quiet', () => {
  let start: Awaited<ReturnType<typeof programForTests>>;
  beforeAll(async () => {
    start = await programForTests();
  });

  test('UI-10: tray and page switch it, the badge stays true, one notice tells of what was held', async () => {
    const { standIn, bridge } = await start();
    const page = bridge();
    const told: boolean[] = [];
    page.on('quiet', ({ isQuiet }) => told.push(isQuiet));
    const [tray] = standIn.records.trays;
    const toggle = () => {
      const item = tray?.menu.find(({ type }) => type === 'checkbox');
      (item as unknown as { click: () => void }).click();
    };
    toggle();
    expect(await page.quiet.state()).toMatchObject({ isQuiet: true });
    await page.setBadge(3);
    expect(standIn.records.badge).toBe(3);
    expect(tray?.tooltip).toBe('Atalaya · 3 casos en la cola · sin avisos');
    await page.notify(caseNotice(1));
    await page.notify(caseNotice(2));
    await page.notify(alertNotice('alert:1'));
    expect(standIn.records.notices).toEqual([]);
    toggle();
    expect(standIn.records.notices.map(({ options }) => options)).toMatchObject([
      { title: 'Mientras no había avisos', body: '2 casos nuevos y 1 alerta' },
    ]);
    expect(tray?.tooltip).toBe('Atalaya · 3 casos en la cola');
    const places: string[] = [];
    page.on('place', (place) => places.push(place));
    await page.takePlace();
    standIn.records.notices[0]?.events.emit('click');
    expect(places).toEqual(['/queue']);
    expect(told.at(-1)).toBe(false);
    expect(told).toContain(true);
    const all = { enabled: true, from: 0, to: 0, days: everyDay, criticalPasses: false };
    expect(await page.quiet.set(all)).toMatchObject({ isQuiet: true, enabled: true });
  });
});
