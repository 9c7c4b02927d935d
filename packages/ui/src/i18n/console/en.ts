import type { ConsoleSentences } from '../text.ts';
import { alerts } from './en/alerts.ts';
import { audit } from './en/audit.ts';
import { bulk } from './en/bulk.ts';
import { oneCase } from './en/case.ts';
import { dashboard } from './en/dashboard.ts';
import { decisions } from './en/decisions.ts';
import { desk } from './en/desk.ts';
import { entry } from './en/entry.ts';
import { insights } from './en/insights.ts';
import { jobs } from './en/jobs.ts';
import { keys } from './en/keys.ts';
import { people } from './en/people.ts';
import { program } from './en/program.ts';
import { queue } from './en/queue.ts';
import { rules } from './en/rules.ts';
import { settings } from './en/settings.ts';
import { shell } from './en/shell.ts';

/** What only the console says, in English. */
export const consoleEn: ConsoleSentences = {
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
