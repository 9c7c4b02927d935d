import type { ActionType, CaseDetail, Policy } from '@atalaya/api/types';
import { createStore } from '@atalaya/ui/state';
import { conflictOf } from './combination.ts';

/** What is decided about: a case, or several that are decided in the same way. */
export type Decidable = Pick<CaseDetail, 'id' | 'policy' | 'channel'> & {
  allowed: Pick<CaseDetail['allowed'], 'actions' | 'longestBanMinutes'>;
};

/** One action of a decision, with what it needs. */
export interface Chosen {
  type: ActionType;
  /** Of a mute or a ban; undefined: for good. */
  minutes: number | undefined;
  /** Of a mute. */
  everywhere: boolean;
}

/** A decision that is being made: chosen by one key, confirmed by the next. */
export interface Draft {
  caseId: string;
  /** Never empty; what was added last comes last. */
  actions: readonly Chosen[];
  policy: Policy;
  statement: string;
  note: string;
}

export const draft = createStore<Draft | null>(null);

const day = 1_440;
const muteMinutes = [60, 8 * 60, day, 7 * day, 30 * day] as const;
const banMinutes = [day, 7 * day, 30 * day, 365 * day] as const;

/** How long one may mute or ban: the choices that the role has, `undefined` being for good. */
export function lengthsOf(type: 'mute' | 'ban', longest: number | null): (number | undefined)[] {
  const all = type === 'mute' ? muteMinutes : [...banMinutes, undefined];
  if (longest === null) return [...all];
  const fitting = all.filter((minutes) => minutes !== undefined && minutes <= longest);
  return fitting.length > 0 ? fitting : [longest];
}

/** Whether the role has fewer choices than there are. */
export const isShortened = (type: ActionType, longest: number | null): boolean =>
  (type === 'mute' || type === 'ban') &&
  lengthsOf(type, longest).length < lengthsOf(type, null).length;

export const typesOf = ({ actions }: Draft): ActionType[] => actions.map(({ type }) => type);

/** Begins a decision, or turns the one that is being made into another. Keeps what was written. */
export const chooseAction = (detail: Decidable, type: ActionType): void =>
  decideFor(detail, [asUsual(detail, type)]);

/**
 * Adds an action to the decision that is being made, or takes it out when it is there. Gives the
 * action that it does not go with; then nothing changes.
 */
export function toggleAction(detail: Decidable, type: ActionType): ActionType | undefined {
  const now = draft.get();
  if (now?.caseId !== detail.id) {
    chooseAction(detail, type);
    return undefined;
  }
  if (typesOf(now).includes(type)) {
    removeAction(type);
    return undefined;
  }
  const conflict = conflictOf(typesOf(now), type);
  if (!conflict) decideFor(detail, [...now.actions, asUsual(detail, type)]);
  return conflict;
}

/** Takes an action out; with the last one the whole decision is dropped. */
export function removeAction(type: ActionType): void {
  const now = draft.get();
  if (!now) return;
  const actions = now.actions.filter((one) => one.type !== type);
  draft.set(actions.length > 0 ? { ...now, actions } : null);
}

export function changeAction(type: ActionType, change: Partial<Omit<Chosen, 'type'>>): void {
  const now = draft.get();
  if (!now) return;
  const actions = now.actions.map((one) => (one.type === type ? { ...one, ...change } : one));
  draft.set({ ...now, actions });
}

export const changeDraft = (change: Partial<Omit<Draft, 'actions'>>): void => {
  const now = draft.get();
  if (now) draft.set({ ...now, ...change });
};
export const dropDraft = (): void => draft.set(null);

function decideFor(detail: Decidable, actions: readonly Chosen[]): void {
  const before = draft.get();
  const kept = before?.caseId === detail.id ? before : null;
  draft.set({
    caseId: detail.id,
    actions,
    policy: kept?.policy ?? detail.policy,
    statement: kept?.statement ?? '',
    note: kept?.note ?? '',
  });
}

/** The action as it is decided most often. */
function asUsual(detail: Decidable, type: ActionType): Chosen {
  return {
    type,
    minutes: type === 'mute' || type === 'ban' ? usualLength(type, detail) : undefined,
    // Somebody who is reported as a person is not muted in one channel only.
    everywhere: type === 'mute' && detail.channel === null,
  };
}

function usualLength(type: 'mute' | 'ban', { allowed }: Decidable): number | undefined {
  const lengths = lengthsOf(type, allowed.longestBanMinutes);
  const usual = type === 'mute' ? day : 7 * day;
  return lengths.includes(usual) ? usual : lengths[0];
}
