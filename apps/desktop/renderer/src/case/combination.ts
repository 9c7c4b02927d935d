import type { ActionType } from '@atalaya/api/types';

/** The server's rule: nothing was found, so there is nothing to act on. A note goes with everything. */
const dismissing = (one: ActionType, other: ActionType) => one === 'dismiss' && other !== 'note';
const takesAway = (type: ActionType) => type === 'hide' || type === 'delete';

/** Whether two different actions may stand in one decision. */
const goTogether = (one: ActionType, other: ActionType): boolean =>
  !dismissing(one, other) && !dismissing(other, one) && !(takesAway(one) && takesAway(other));

/** The first of the actions that this one does not go with. */
export const conflictOf = (
  actions: readonly ActionType[],
  type: ActionType,
): ActionType | undefined => actions.find((one) => !goTogether(one, type));

/** Whether somebody is told of it, with the reason that is written to them. */
export const isTold = (actions: readonly ActionType[]): boolean =>
  actions.some((type) => type !== 'dismiss' && type !== 'note');

/** Whether it may bear a note for the team: what is not told to anybody, or asks for one. */
export const bearsNote = (actions: readonly ActionType[]): boolean =>
  actions.includes('note') || actions.includes('dismiss');

/** A note alone decides nothing: the case stays where it is. */
export const decidesCase = (actions: readonly ActionType[]): boolean =>
  actions.some((type) => type !== 'note');
