import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repository } from '../run.ts';
import { readBrowser, readNode } from './results.ts';
import { compareRows, rowIds } from './row-ids.ts';

test('a title names its rows: one, a list or a range', () => {
  expect(rowIds('ID-03: a refresh token is used once')).toEqual(['ID-03']);
  expect(rowIds('ID-03, ID-04: both')).toEqual(['ID-03', 'ID-04']);
  expect(rowIds('CHAT-20, 22: both')).toEqual(['CHAT-20', 'CHAT-22']);
  expect(rowIds('UI-30…33: all four')).toEqual(['UI-30', 'UI-31', 'UI-32', 'UI-33']);
  expect(rowIds('UI-30–UI-31, OPS-04: three')).toEqual(['UI-30', 'UI-31', 'OPS-04']);
  expect(rowIds('Q-13 generated input')).toEqual(['Q-13']);
  expect(rowIds('says UTF-8: not a row at the start')).toEqual([]);
  expect(rowIds('a plain title')).toEqual([]);
});

test('rows are sorted by domain, then by number', () => {
  expect(['Q-10', 'CHAT-20', 'Q-02', 'CHAT-03'].sort(compareRows)).toEqual([
    'CHAT-03',
    'CHAT-20',
    'Q-02',
    'Q-10',
  ]);
});

test('a test file that could not be loaded counts as a failure', () => {
  const name = join(repository, 'packages/a.test.ts');
  const assertion = (status: string) => ({ ancestorTitles: ['group'], title: status, status });
  const results = readNode({
    testResults: [
      { name, status: 'failed', assertionResults: [] },
      { name, status: 'failed', assertionResults: [assertion('passed'), assertion('failed')] },
      { name, status: 'passed', assertionResults: [assertion('pending')] },
    ],
  });
  expect(results.map(({ outcome }) => outcome)).toEqual(['failed', 'passed', 'failed', 'left out']);
  expect(results[1]).toMatchObject({ file: 'packages/a.test.ts', titles: ['group', 'passed'] });
});

test('an error outside of every browser test counts as a failure', () => {
  const tests = (status: string) => [{ projectName: 'desktop', status }];
  const results = readBrowser({
    errors: [{ message: 'the server did not start\nstack' }],
    suites: [
      {
        title: 'a.spec.ts',
        file: 'a.spec.ts',
        specs: [{ title: 'UI-30: one', tests: tests('expected') }],
        suites: [
          {
            title: 'group',
            file: 'a.spec.ts',
            specs: [{ title: 'two', tests: tests('unexpected') }],
          },
        ],
      },
    ],
  });
  expect(results.map(({ titles, outcome }) => [titles.join(' › '), outcome])).toEqual([
    ['UI-30: one', 'passed'],
    ['group › two', 'failed'],
    ['the server did not start', 'failed'],
  ]);
  expect(readNode(undefined)).toEqual([]);
});
