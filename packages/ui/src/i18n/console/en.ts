import type { ConsoleSentences } from '../text.ts';
import { alerts } from './en/alerts.ts';
import { audit } from './en/audit.ts';
import { oneCase } from './en/case.ts';
import { dashboard } from './en/dashboard.ts';
import { decisions } from './en/decisions.ts';
import { entry } from './en/entry.ts';
import { keys } from './en/keys.ts';
import { people } from './en/people.ts';
import { queue } from './en/queue.ts';
import { rules } from './en/rules.ts';
import { settings } from './en/settings.ts';
import { shell } from './en/shell.ts';

/** What only the console says, in English. */
export const consoleEn: ConsoleSentences = {
  ...entry,
  ...shell,
  ...keys,
  ...queue,
  ...oneCase,
  ...decisions,
  ...dashboard,
  ...alerts,
  ...people,
  ...rules,
  ...settings,
  ...audit,
};
