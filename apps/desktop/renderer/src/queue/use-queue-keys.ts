import type { CaseDetail } from '@atalaya/api/types';
import { useErrorText } from '@atalaya/ui/i18n';
import { toastFailure } from '@atalaya/ui/toasts';
import { api } from '../app/atalaya.ts';
import { type Key, useScreenKeys } from '../app/keys.ts';
import { queries } from '../app/queries.ts';
import { useMe } from '../app/session.ts';
import { actionKeys, keyRange } from '../case/action-keys.ts';
import { caseQuery } from '../case/case-query.ts';
import { draft, dropDraft } from '../case/draft.ts';
import { evidence } from '../case/evidence-view.ts';
import { focusReason } from '../case/reason.ts';
import type { Deciding } from '../case/use-deciding.ts';
import { queueList } from './queue-list.ts';

interface QueueKeys {
  selected: string | null;
  select: (id: string | null) => void;
  detail: CaseDetail | undefined;
  deciding: Deciding;
}

const withShift = (key: string) => `shift+${key}`;

/** Holds the case, or lets it go. */
export async function toggleClaim(detail: CaseDetail, me: string): Promise<void> {
  const mine = detail.claim?.by.id === me;
  const row = mine
    ? await api.moderation.cases.release.mutate({ caseId: detail.id })
    : await api.moderation.cases.claim.mutate({ caseId: detail.id, version: detail.version });
  queueList.replace(row);
  // At once, so that pressing the key again lets it go again.
  queries.setQueryData(caseQuery(row.id).queryKey, (known) => known && { ...known, ...row });
}

/** Everything that a moderator does here, without a mouse. */
export function useQueueKeys({ selected, select, detail, deciding }: QueueKeys): void {
  const me = useMe();
  const errorText = useErrorText();
  const failed = (error: unknown) => toastFailure(errorText(error));
  const move = (by: 1 | -1) => {
    const { rows } = queueList.get();
    const at = rows.findIndex(({ id }) => id === selected);
    const to = at < 0 ? rows[0] : rows[Math.max(0, Math.min(rows.length - 1, at + by))];
    if (to && to.id !== selected) select(to.id);
    // Past the end there may be more.
    if (by > 0 && at === rows.length - 1) queueList.more().catch(failed);
  };
  const decisions: Key[] = [
    ...actionKeys.map(({ action, key }) => ({
      keys: [key],
      label: key,
      does: `keys.${action}` as const,
      // The last one's key confirms several: held down a moment too long it must not.
      once: true as const,
      press: () => deciding.press(action),
    })),
    {
      keys: actionKeys.map(({ key }) => withShift(key)),
      label: `Shift ${keyRange}`,
      does: 'keys.addAction',
      once: true,
      press: (pressed) => {
        const found = actionKeys.find(({ key }) => withShift(key) === pressed);
        if (found) deciding.toggle(found.action);
      },
    },
  ];
  const maySeeOnly = !me.permissions.includes('moderation:decide');
  useScreenKeys({
    title: 'keys.queue',
    keys: [
      { keys: ['j', 'arrowdown'], label: 'J ↓', does: 'keys.next', press: () => move(1) },
      { keys: ['k', 'arrowup'], label: 'K ↑', does: 'keys.previous', press: () => move(-1) },
      { keys: [' '], label: '␣', does: 'keys.preview', press: evidence.toggle },
      { keys: ['n'], label: 'N', does: 'keys.showNew', press: queueList.showWaiting },
      ...(maySeeOnly
        ? []
        : [
            ...decisions,
            { keys: ['r'], label: 'R', does: 'keys.reason' as const, press: focusReason },
            {
              keys: ['enter'],
              label: 'Enter',
              does: 'keys.confirm' as const,
              press: () => void deciding.confirm(),
            },
            {
              keys: ['escape'],
              label: 'Esc',
              does: 'keys.cancel' as const,
              press: () => draft.get() && dropDraft(),
            },
            { keys: ['z'], label: 'Z', does: 'keys.undo' as const, press: deciding.undoLast },
            {
              keys: ['c'],
              label: 'C',
              does: 'keys.claim' as const,
              press: () => {
                if (!detail) return;
                toggleClaim(detail, me.id).catch(failed);
              },
            },
          ]),
    ],
  });
}
