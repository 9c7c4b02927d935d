import type { z } from 'zod';
import { DomainError } from '../errors.ts';
import type { memberState } from './schemas.ts';

type State = z.output<typeof memberState>;
export type StateEvent = 'deactivate' | 'reactivate';

/** State × event → state. A ban is lifted by whoever decides on bans, not here. */
const transitions: Record<State, Partial<Record<StateEvent, State>>> = {
  active: { deactivate: 'deactivated' },
  deactivated: { reactivate: 'active' },
  banned: {},
};

/** Throws `conflict.memberState` for what cannot happen in this state. */
export function nextState(state: State, event: StateEvent): State {
  const next = transitions[state][event];
  if (!next) throw new DomainError('conflict', { reason: 'memberState', params: { state } });
  return next;
}
