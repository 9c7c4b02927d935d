import type { Channel } from '@atalaya/api/types';
import { type Icon, IconHash, IconLock, IconUser } from '@tabler/icons-react';

/** The sign before a channel's name. */
export const channelSign = (type: Channel['type']): Icon =>
  ({ public: IconHash, private: IconLock, direct: IconUser })[type];
