import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { repository } from '../run.ts';

export interface TestResult {
  suite: 'node' | 'browser';
  /** Relative to the repository. */
  file: string;
  /** The titles of the groups around the test, then its own. */
  titles: string[];
  /** `left out`: not run, on purpose or because something before it failed. */
  outcome: 'passed' | 'failed' | 'left out';
}

/** Where the suites leave their results. */
export const resultFiles = {
  node: join(repository, '.rows/vitest.json'),
  browser: join(repository, '.rows/playwright.json'),
} as const;

/** The results of the last run of both suites; a suite that has not run gives none. */
export function readResults(): TestResult[] {
  return [...readNode(parse(resultFiles.node)), ...readBrowser(parse(resultFiles.browser))];
}

const parse = (path: string): unknown =>
  existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;

interface VitestReport {
  testResults: {
    name: string;
    status: string;
    assertionResults: { ancestorTitles: string[]; title: string; status: string }[];
  }[];
}

/** Reads Vitest's JSON report. A file that could not be loaded is one failed test. */
export function readNode(report: unknown): TestResult[] {
  const { testResults = [] } = (report ?? {}) as Partial<VitestReport>;
  return testResults.flatMap(({ name, status, assertionResults }): TestResult[] => {
    const file = relative(repository, name);
    if (status === 'failed' && assertionResults.every((each) => each.status !== 'failed')) {
      assertionResults = [
        ...assertionResults,
        { ancestorTitles: [], title: 'the file itself', status: 'failed' },
      ];
    }
    return assertionResults.map(({ ancestorTitles, title, status: result }) => ({
      suite: 'node',
      file,
      titles: [...ancestorTitles, title],
      outcome: result === 'passed' || result === 'failed' ? result : 'left out',
    }));
  });
}

interface PlaywrightSuite {
  title: string;
  file?: string;
  suites?: PlaywrightSuite[];
  specs?: { title: string; tests: { projectName: string; status: string }[] }[];
}

interface PlaywrightReport {
  suites: PlaywrightSuite[];
  errors: { message?: string }[];
}

const outcomes: Record<string, TestResult['outcome']> = {
  expected: 'passed',
  flaky: 'passed',
  unexpected: 'failed',
};

/** Reads Playwright's JSON report. An error outside of every test is one failed test. */
export function readBrowser(report: unknown): TestResult[] {
  const { suites = [], errors = [] } = (report ?? {}) as Partial<PlaywrightReport>;
  const walk = (suite: PlaywrightSuite, titles: string[]): TestResult[] => {
    const file = suite.file ? `e2e/${suite.file}` : 'e2e';
    const own = (suite.specs ?? []).flatMap(({ title, tests }) =>
      tests.map(
        ({ projectName, status }): TestResult => ({
          suite: 'browser',
          file,
          titles: [...titles, tests.length > 1 ? `${title} (${projectName})` : title],
          outcome: outcomes[status] ?? 'left out',
        }),
      ),
    );
    const inner = (suite.suites ?? []).flatMap((each) => walk(each, [...titles, each.title]));
    return [...own, ...inner];
  };
  const broken = errors.map(
    ({ message }): TestResult => ({
      suite: 'browser',
      file: 'e2e',
      titles: [message?.split('\n')[0] ?? 'an error outside of every test'],
      outcome: 'failed',
    }),
  );
  return [...suites.flatMap((suite) => walk(suite, [])), ...broken];
}
