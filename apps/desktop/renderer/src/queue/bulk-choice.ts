import type { ActionType, CaseRow, Me } from '@atalaya/api/types';
import type { Decidable } from '../case/draft.ts';

/** As whose draft a decision about several cases is kept. */
export const markedId = 'marked';

const aboutMessage: readonly ActionType[] = ['hide', 'delete'];
const needsNobody: readonly ActionType[] = ['dismiss', 'note'];
const everyAction: readonly ActionType[] = [
  'dismiss',
  'warn',
  'hide',
  'delete',
  'mute',
  'ban',
  'note',
];

/**
 * What can be decided about all of them, as far as their rows tell. The server knows more, such as
 * people's roles, and refuses for each case what cannot be.
 */
export function commonActions(rows: readonly CaseRow[], me: Pick<Me, 'permissions'>): ActionType[] {
  return everyAction.filter((type) => {
    if (needsNobody.includes(type)) return true;
    if (type === 'ban' && !me.permissions.includes('users:ban')) return false;
    return rows.every(
      ({ concerns, subjectType }) =>
        concerns !== null && (!aboutMessage.includes(type) || subjectType === 'message'),
    );
  });
}

interface Choosing {
  me: Pick<Me, 'permissions'>;
  /** The setting of that name. */
  longestBanDaysOfModerator: number;
}

/** Several cases as one thing to decide about. */
export function decidableOf(
  rows: readonly CaseRow[],
  { me, longestBanDaysOfModerator }: Choosing,
): Decidable {
  const [first] = rows;
  return {
    id: markedId,
    policy: mostFrequent(rows.map(({ policy }) => policy)) ?? 'other',
    // One is muted in the channel of each case, if each has one.
    channel: rows.every(({ channel }) => channel !== null) ? (first?.channel ?? null) : null,
    allowed: {
      actions: commonActions(rows, me),
      longestBanMinutes: me.permissions.includes('members:deactivate')
        ? null
        : longestBanDaysOfModerator * 1_440,
    },
  };
}

function mostFrequent<Item>(items: readonly Item[]): Item | undefined {
  const counted = [...Map.groupBy(items, (one) => one)];
  return counted.toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0];
}

export interface Summary {
  cases: number;
  /** The different people whom they are about, those with the most cases first. */
  people: readonly string[];
  /** People with more than one case. */
  several: number;
  /** Who holds cases that this person does not, each with how many. */
  heldBy: readonly { name: string; count: number }[];
}

/** Whom a decision about the cases would touch, and what stands in its way. */
export function summaryOf(rows: readonly CaseRow[], me: string, now: Date): Summary {
  const people = [
    ...Map.groupBy(
      rows.flatMap(({ concerns }) => concerns ?? []),
      ({ id }) => id,
    ).values(),
  ].toSorted((a, b) => b.length - a.length);
  const claims = rows.flatMap(({ claim }) =>
    claim && claim.until > now && claim.by.id !== me ? claim.by : [],
  );
  return {
    cases: rows.length,
    people: people.flatMap(([first]) => first?.displayName ?? []),
    several: people.filter(({ length }) => length > 1).length,
    heldBy: [...Map.groupBy(claims, ({ id }) => id).values()].flatMap((some) =>
      some[0] ? [{ name: some[0].displayName, count: some.length }] : [],
    ),
  };
}
