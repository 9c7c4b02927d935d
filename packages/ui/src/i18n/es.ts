import { channelSettings } from './es/channel-settings.ts';
import { channels } from './es/channels.ts';
import { chat } from './es/chat.ts';
import { common } from './es/common.ts';
import { entry } from './es/entry.ts';
import { errors } from './es/errors.ts';
import { files } from './es/files.ts';
import { invites } from './es/invites.ts';
import { me } from './es/me.ts';
import { moderation } from './es/moderation.ts';
import { notices } from './es/notices.ts';
import { notify } from './es/notify.ts';
import { people } from './es/people.ts';
import { policies } from './es/policies.ts';
import { search } from './es/search.ts';
import { shell } from './es/shell.ts';
import { threads } from './es/threads.ts';
import { writing } from './es/writing.ts';

/** Every sentence in Spanish, a file per domain; the list of keys that the other languages must have. */
export const es = {
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
