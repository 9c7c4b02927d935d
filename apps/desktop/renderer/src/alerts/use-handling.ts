import type { Alert } from '@atalaya/api/types';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { toastDone, toastFailure, toastUndo } from '@atalaya/ui/toasts';
import { useEffect, useMemo } from 'react';
import { api } from '../app/atalaya.ts';
import { durationText } from '../app/duration.ts';
import { useMe } from '../app/session.ts';
import { alertList } from './alert-list.ts';
import { belongs } from './rows.ts';

/** How long a resolved alert can still be brought back: until then the server is not told. */
const undoMs = 5_000;

interface Undoable {
  undo: () => void;
  /** Does it now; there is no way back after it. */
  finish?: () => void;
}
/** What can be taken back, the last thing done at the end. */
let undoables: Undoable[] = [];

export interface Handling {
  acknowledge: (alert: Alert) => void;
  resolve: (alert: Alert) => void;
  /** 0 minutes: it notifies again. */
  silence: (alert: Alert, minutes: number) => void;
  undoLast: () => void;
}

/** Minutes of silence that are left. */
export const silenceLeft = ({ silencedUntil }: Alert, now = new Date()): number =>
  silencedUntil === null
    ? 0
    : Math.max(0, Math.ceil((silencedUntil.getTime() - now.getTime()) / 60_000));

/** What the keys and buttons of an alert do. Whatever waits is done when the screen is left. */
export function useHandling(): Handling {
  const say = useSay();
  const errorText = useErrorText();
  const me = useMe();
  useEffect(() => {
    const finishAll = () => {
      for (const { finish } of undoables.splice(0)) finish?.();
    };
    window.addEventListener('pagehide', finishAll);
    return () => {
      window.removeEventListener('pagehide', finishAll);
      finishAll();
    };
  }, []);

  return useMemo(() => {
    const offer = (message: string, one: Undoable) => {
      const forget = () => {
        undoables = undoables.filter((other) => other !== entry);
      };
      const take = () => {
        forget();
        hide();
        one.undo();
      };
      const hide = toastUndo({ message, undo: say('action.undo'), within: undoMs, onUndo: take });
      const entry: Undoable = { undo: take, ...(one.finish && { finish: one.finish }) };
      undoables.push(entry);
      setTimeout(forget, undoMs);
      return hide;
    };
    const failed = (id: string) => (error: unknown) => {
      alertList.bringBack(id);
      toastFailure(`${errorText(error)} ${say('alerts.back')}`);
    };

    return {
      acknowledge(alert) {
        if (alert.state !== 'open') return;
        const { shown } = alertList.get();
        const { id } = alert;
        if (shown === 'open') alertList.leave(alert);
        api.alerts.acknowledge.mutate({ alertId: id }).then((answer) => {
          alertList.left(id);
          alertList.replace(answer);
          const first = answer.acknowledgedBy;
          if (answer.state === 'resolved') toastDone(say('alerts.wasResolved'));
          else if (first && first.id !== me.id) {
            toastDone(say('alerts.wasFirst', { name: first.displayName }));
          } else toastDone(say('alerts.done.acknowledged'));
        }, failed(id));
      },
      resolve(alert) {
        if (alert.state === 'resolved') return;
        const { id } = alert;
        const { shown } = alertList.get();
        const by = { id: me.id, displayName: me.displayName };
        const done = {
          ...alert,
          state: 'resolved' as const,
          resolvedAt: new Date(),
          resolvedBy: by,
        };
        if (belongs(shown, done)) alertList.replace(done);
        else alertList.leave(alert);
        let isOver = false;
        const finish = () => {
          if (isOver) return;
          isOver = true;
          clearTimeout(timer);
          hide();
          api.alerts.resolve.mutate({ alertId: id }).then(
            (answer) => {
              alertList.left(id);
              alertList.replace(answer);
            },
            (error) => {
              alertList.replace(alert);
              failed(id)(error);
            },
          );
        };
        const timer = setTimeout(finish, undoMs);
        const hide = offer(say('alerts.done.resolved'), {
          finish,
          undo() {
            if (isOver) return;
            isOver = true;
            clearTimeout(timer);
            alertList.replace(alert);
            alertList.bringBack(id);
          },
        });
      },
      silence(alert, minutes) {
        const before = silenceLeft(alert);
        const { id } = alert;
        const set = (wanted: number) =>
          api.alerts.silence
            .mutate({ alertId: id, minutes: wanted })
            .then(alertList.replace, (error) => toastFailure(errorText(error)));
        void set(minutes);
        const message =
          minutes > 0
            ? say('alerts.done.silenced', { duration: durationText(say, minutes) })
            : say('alerts.done.unsilenced');
        offer(message, { undo: () => void set(before) });
      },
      undoLast() {
        const last = undoables.at(-1);
        if (last) last.undo();
        else toastDone(say('decide.nothingToUndo'));
      },
    };
  }, [say, errorText, me]);
}

/** Whether a row is shown only because it was there before. */
export const isSettled = (alert: Alert): boolean => !belongs(alertList.get().shown, alert);
