import { globSync } from 'node:fs';
import { expect, test } from 'vitest';
import config from '../../vitest.config.ts';
import { repository } from '../run.ts';

interface Project {
  test: { name: string; include: string[]; exclude: string[]; maxWorkers?: number };
}
const projects = config.test?.projects as Project[];
const filesOf = ({ test: { include, exclude } }: Project) =>
  include.flatMap((pattern) => globSync(pattern, { cwd: repository, exclude }));

test('every test file runs once, the slow ones by themselves', () => {
  const exclude = ['**/node_modules/**', '**/dist/**', '**/generated/**', 'e2e/**'];
  const all = globSync('**/*.test.{ts,tsx}', { cwd: repository, exclude });
  expect(projects.flatMap(filesOf).sort()).toEqual(all.sort());
  const slow = projects.find((project) => project.test.name === 'slow');
  // A file that was renamed would go on among the fast ones, unseen.
  for (const pattern of slow?.test.include ?? []) {
    expect(globSync(pattern, { cwd: repository }), pattern).not.toEqual([]);
  }
});

test('every project says how many processes it takes: unsaid, it is one on two cores', () => {
  for (const { test: project } of projects) expect(project.maxWorkers, project.name).toBe(2);
});
