import type { Me } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { useEffect, useRef } from 'react';
import { takeAlertEvent } from '../alerts/alert-count.ts';
import { api, atalaya } from '../app/atalaya.ts';
import { native } from '../app/native.ts';
import { queries } from '../app/queries.ts';
import { queueCounts, tellQueue } from '../queue/live-queue.ts';

/** Follows what concerns all screens. A case's own window leaves badge and notices to the first one. */
export function useLive(me: Me, isExtraWindow: boolean): void {
  const say = useRef(useSay());
  say.current = useSay();
  useEffect(() => {
    const may = (permission: Me['permissions'][number]) => me.permissions.includes(permission);
    const follows = [
      atalaya.follow(api.moderation.onQueue, undefined, {
        onEvent(event) {
          tellQueue(event);
          if (isExtraWindow || event.type !== 'case.opened' || !may('moderation:decide')) return;
          const { id, policy, severity, excerpt } = event.row;
          void native?.notify({
            id: `case:${id}`,
            title: say.current('notice.case.title', { policy: say.current(`policy.${policy}`) }),
            body: say
              .current('notice.case.body', {
                severity: say.current(`severity.${severity as 1}`),
                excerpt,
              })
              .slice(0, 300),
            target: { type: 'case', caseId: id },
            actions: [
              { id: 'decide', text: say.current('notice.decide') },
              { id: 'open', text: say.current('notice.open') },
            ],
          });
        },
      }),
      atalaya.follow(api.settings.onChange, undefined, {
        onEvent: () => void queries.invalidateQueries({ queryKey: ['settings'] }),
      }),
    ];
    if (may('alerts:read')) {
      follows.push(
        atalaya.follow(api.alerts.onAlert, undefined, {
          onEvent: (event) => takeAlertEvent(event, say.current, !isExtraWindow),
        }),
      );
    }
    const stop = queueCounts.subscribe(() => {
      if (!isExtraWindow) void native?.setBadge(queueCounts.get()?.open ?? 0);
    });
    return () => {
      stop();
      for (const follow of follows) follow.close();
    };
  }, [me, isExtraWindow]);
}
