import { channelSettings } from './en/channel-settings.ts';
import { channels } from './en/channels.ts';
import { chat } from './en/chat.ts';
import { common } from './en/common.ts';
import { entry } from './en/entry.ts';
import { errors } from './en/errors.ts';
import { files } from './en/files.ts';
import { invites } from './en/invites.ts';
import { me } from './en/me.ts';
import { moderation } from './en/moderation.ts';
import { notices } from './en/notices.ts';
import { notify } from './en/notify.ts';
import { people } from './en/people.ts';
import { policies } from './en/policies.ts';
import { search } from './en/search.ts';
import { shell } from './en/shell.ts';
import { threads } from './en/threads.ts';
import { writing } from './en/writing.ts';
import type { Sentences } from './text.ts';

/** Every sentence in English. */
export const en: Sentences = {
  ...common,
  ...entry,
  ...shell,
  ...channels,
  ...channelSettings,
  ...chat,
  ...threads,
  ...writing,
  ...files,
  ...people,
  ...me,
  ...invites,
  ...policies,
  ...moderation,
  ...notices,
  ...notify,
  ...search,
  ...errors,
};
