import { useEffect } from 'react';
import { api, atalaya } from '../app/atalaya.ts';
import { queries } from '../app/queries.ts';
import { useMe } from '../app/session.ts';
import { takeMineEvent } from '../chat/channels.ts';
import { reading } from '../chat/reading.ts';
import { takeNoticeEvent } from '../notices/notices.ts';
import { takePresence } from '../people/presence.ts';
import { useActivity } from './activity.ts';

/** Follows what concerns all screens: news of all channels, and who is here. */
export function useLive(): void {
  const myId = useMe().id;
  useEffect(() => {
    const mine = atalaya.follow(api.chat.onMine, undefined, {
      onEvent: (event) => takeMineEvent(event, myId, reading.get()),
    });
    const presence = atalaya.follow(api.members.onPresence, undefined, {
      onEvent(event) {
        if (event.type === 'refresh') {
          void queries.invalidateQueries({ queryKey: ['people'] });
          return;
        }
        for (const one of event.people) {
          takePresence(one.memberId, one.presence, one.statusText);
        }
      },
    });
    const notices = atalaya.follow(api.notifications.onMine, undefined, {
      onEvent: takeNoticeEvent,
    });
    return () => {
      mine.close();
      notices.close();
      presence.close();
    };
  }, [myId]);
  useActivity();
}
