import { Notification } from 'electron';
import type { Notice } from '../shared/contract.ts';

/** What the program itself tells leads elsewhere, too. */
export type Shown = Omit<Notice, 'target'> & {
  target: Notice['target'] | { type: 'queue' | 'program' };
};

/** Shows notices of the system. A click on one, or on its button, leads to a place of the console. */
export function createNotices(icon: string, open: (place: string | null) => void) {
  // The system forgets a notice that nobody holds, and its click with it.
  const shown = new Map<string, Notification>();
  return {
    areShown: () => Notification.isSupported(),
    show(notice: Shown): void {
      if (!Notification.isSupported()) return;
      shown.get(notice.id)?.close();
      const { title, body, actions } = notice;
      const one = new Notification({
        title,
        body,
        icon,
        actions: actions.map(({ text }) => ({ type: 'button' as const, text })),
      });
      const drop = () => {
        if (shown.get(notice.id) === one) shown.delete(notice.id);
      };
      one.on('click', () => {
        drop();
        open(placeOf(notice, 'open'));
      });
      one.on('action', (details) => {
        drop();
        open(placeOf(notice, actions[details.actionIndex]?.id ?? 'open'));
      });
      one.on('close', drop);
      shown.set(notice.id, one);
      one.show();
    },
  };
}

function placeOf({ target }: Shown, action: 'decide' | 'open'): string | null {
  if (target.type === 'program') return null;
  if (target.type !== 'case') return `/${target.type}`;
  const decide = action === 'decide' ? '&decide=1' : '';
  return `/queue?case=${target.caseId}${decide}`;
}
