import { fileURLToPath } from 'node:url';
import { readImports } from './graph.ts';
import { type Breach, findBreaches } from './rules.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** The breaches in this repository as it stands. */
export const checkRepository = (): Breach[] => findBreaches(readImports(repository));

/** A breach as one line of a report. */
export const describeBreach = ({ place, rule, message }: Breach): string =>
  `${place}  ${message}  [${rule}]`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const breaches = checkRepository();
  for (const breach of breaches) console.error(describeBreach(breach));
  process.exitCode = breaches.length > 0 ? 1 : 0;
}
