import { useEffect } from 'react';
import { api, atalaya } from '../app/atalaya.ts';
import { queries } from '../app/queries.ts';
import { useMe } from '../app/session.ts';
import { takeSettingsEvent } from '../app/settings.ts';
import { readBlocks, takeBlockEvent } from '../chat/blocks.ts';
import { takeMineEvent } from '../chat/channels.ts';
import { useDelivering } from '../chat/delivering.ts';
import { takeDirectEvent } from '../chat/direct.ts';
import { reading } from '../chat/reading.ts';
import { takeReceiptsEvent } from '../chat/receipts.ts';
import { refreshSaved, takeSavedEvent } from '../chat/saved-messages.ts';
import { takeThreadEvent } from '../chat/threads.ts';
import { takeNoticeEvent } from '../notices/notices.ts';
import { takePresence } from '../people/presence.ts';
import { useActivity } from './activity.ts';

/** Follows what concerns all screens: news of all channels, who is here, notices, settings. */
export function useLive(): void {
  const myId = useMe().id;
  useEffect(() => {
    const mine = atalaya.follow(api.chat.onMine, undefined, {
      onEvent(event) {
        takeMineEvent(event, myId, reading.get());
        takeDirectEvent(event);
        takeReceiptsEvent(event);
        if (event.type === 'block') takeBlockEvent();
        if (event.type === 'refresh') void readBlocks();
        if (event.type === 'saved') takeSavedEvent(event);
        if (event.type === 'refresh') refreshSaved();
        if (/^(thread\.|channel\.removed|channel\.added|refresh)/.test(event.type)) {
          takeThreadEvent(event);
        }
      },
    });
    const presence = atalaya.follow(api.members.onPresence, undefined, {
      onEvent(event) {
        if (event.type === 'refresh') {
          void queries.invalidateQueries({ queryKey: ['people'] });
          return;
        }
        for (const { presence, memberIds } of event.people) {
          for (const id of memberIds) takePresence(id, presence, event.texts[id] ?? '');
        }
      },
    });
    const notices = atalaya.follow(api.notifications.onMine, undefined, {
      onEvent: takeNoticeEvent,
    });
    const settings = atalaya.follow(api.settings.onChange, undefined, {
      onEvent: takeSettingsEvent,
    });
    return () => {
      mine.close();
      notices.close();
      presence.close();
      settings.close();
    };
  }, [myId]);
  useActivity();
  useDelivering();
}
