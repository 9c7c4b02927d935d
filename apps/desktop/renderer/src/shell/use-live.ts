import type { Me, Notification } from '@atalaya/api/types';
import { type Spoken, useSay } from '@atalaya/ui/i18n';
import { toastDone } from '@atalaya/ui/toasts';
import { useEffect, useRef } from 'react';
import { takeAlertEvent } from '../alerts/alert-count.ts';
import { api, atalaya } from '../app/atalaya.ts';
import { native } from '../app/native.ts';
import { queries } from '../app/queries.ts';
import { queueCounts, tellQueue } from '../queue/live-queue.ts';

/** Tells what colleagues want of this person. All other notices are for the web app, where they are kept, too. */
function tellOfCase(notice: Notification, say: Spoken): void {
  if (notice.kind !== 'caseAssigned' && notice.kind !== 'caseEscalated') return;
  const { caseId, policy } = notice.params;
  const title = say(`notification.${notice.kind}`);
  toastDone(title);
  void native?.notify({
    // Beside the notice that the case is there.
    id: `${notice.kind}:${caseId}`,
    title,
    body: say(`policy.${policy}`),
    target: { type: 'case', caseId },
    actions: [{ id: 'open', text: say('notice.open') }],
  });
}

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
    if (!isExtraWindow) {
      follows.push(
        atalaya.follow(api.notifications.onMine, undefined, {
          onEvent(event) {
            if (event.type === 'created') tellOfCase(event.notification, say.current);
          },
        }),
      );
    }
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
