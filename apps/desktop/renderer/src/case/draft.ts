import type { ActionType, CaseDetail, Policy } from '@atalaya/api/types';
import { createStore } from '@atalaya/ui/state';

/** A decision that is being made: chosen by one key, confirmed by the next. */
export interface Draft {
  caseId: string;
  action: ActionType;
  policy: Policy;
  /** Of a mute or a ban; undefined: for good. */
  minutes: number | undefined;
  everywhere: boolean;
  statement: string;
  note: string;
}

export const draft = createStore<Draft | null>(null);

const day = 1_440;
export const muteMinutes = [60, 8 * 60, day, 7 * day, 30 * day] as const;
export const banMinutes = [day, 7 * day, 30 * day, 365 * day] as const;

/** How long one may ban: the choices that the role has, `undefined` being for good. */
export function banChoices(longest: number | null): (number | undefined)[] {
  if (longest === null) return [...banMinutes, undefined];
  const fitting = banMinutes.filter((minutes) => minutes <= longest);
  return fitting.length > 0 ? fitting : [longest];
}

/** Begins a decision, or turns the one that is being made into another. Keeps what was written. */
export function chooseAction(detail: CaseDetail, action: ActionType): void {
  const before = draft.get();
  const kept = before?.caseId === detail.id ? before : null;
  const bans = banChoices(detail.allowed.longestBanMinutes);
  const minutes = {
    mute: day,
    ban: bans.includes(7 * day) ? 7 * day : bans[0],
  };
  draft.set({
    caseId: detail.id,
    action,
    policy: kept?.policy ?? detail.policy,
    minutes: action === 'mute' || action === 'ban' ? minutes[action] : undefined,
    // Somebody who is reported as a person is not muted in one channel only.
    everywhere: action === 'mute' && detail.channel === null,
    statement: kept?.statement ?? '',
    note: kept?.note ?? '',
  });
}

export const changeDraft = (change: Partial<Draft>): void => {
  const now = draft.get();
  if (now) draft.set({ ...now, ...change });
};
export const dropDraft = (): void => draft.set(null);
