import { alerts } from './es/alerts.ts';
import { audit } from './es/audit.ts';
import { bulk } from './es/bulk.ts';
import { oneCase } from './es/case.ts';
import { dashboard } from './es/dashboard.ts';
import { decisions } from './es/decisions.ts';
import { desk } from './es/desk.ts';
import { entry } from './es/entry.ts';
import { insights } from './es/insights.ts';
import { jobs } from './es/jobs.ts';
import { keys } from './es/keys.ts';
import { people } from './es/people.ts';
import { program } from './es/program.ts';
import { queue } from './es/queue.ts';
import { rules } from './es/rules.ts';
import { settings } from './es/settings.ts';
import { shell } from './es/shell.ts';

/** What only the console says, in Spanish; the list of keys that the other languages must have. */
export const consoleEs = {
  ...entry,
  ...shell,
  ...program,
  ...keys,
  ...jobs,
  ...queue,
  ...oneCase,
  ...decisions,
  ...desk,
  ...dashboard,
  ...alerts,
  ...insights,
  ...people,
  ...rules,
  ...settings,
  ...audit,
  ...bulk,
};
