import type { Say } from '@atalaya/ui/i18n';
import { policies } from '@atalaya/ui/policies';
import { type Filters, subjectTypes } from './filters.ts';

/** What changes in the filters; undefined takes a filter away. */
export type Change = Partial<Record<keyof Filters, unknown>>;

/** What only narrows down open cases. */
const onlyOpen = {
  held: undefined,
  overdue: undefined,
  assigned: undefined,
  escalated: undefined,
  snoozed: undefined,
};

export const changed = (filters: Filters, change: Change): Filters =>
  Object.fromEntries(
    Object.entries({ ...filters, ...change }).filter(([, value]) => value !== undefined),
  ) as unknown as Filters;

export const toState = (state: Filters['state']): Change => ({
  ...onlyOpen,
  state,
  mine: undefined,
});

const openOnly = ['overdue', 'assigned', 'escalated', 'snoozed'] as const;

/** What is either on or off. Whose a case is, is one thing: mine and free exclude each other. */
export const marksOf = (filters: Filters) => [
  {
    name: 'mine' as const,
    isOn: filters.mine === true,
    turn: (on: boolean): Change => ({ mine: on || undefined, held: undefined }),
  },
  ...(filters.state === 'open'
    ? [
        {
          name: 'free' as const,
          isOn: filters.held === false,
          turn: (on: boolean): Change => ({ held: on ? false : undefined, mine: undefined }),
        },
        ...openOnly.map((name) => ({
          name,
          isOn: filters[name] === true,
          turn: (on: boolean): Change => ({ [name]: on || undefined }),
        })),
      ]
    : []),
];

/** What has one of several values, or any. */
export const choicesOf = (filters: Filters, say: Say) => [
  {
    name: 'severity' as const,
    value: filters.severity?.toString(),
    options: ([4, 3, 2, 1] as const).map((value) => ({
      value: String(value),
      label: say(`severity.${value}`),
    })),
    choose: (value: string | undefined): Change => ({ severity: value && Number(value) }),
  },
  {
    name: 'policy' as const,
    value: filters.policy,
    options: policies.map((value) => ({ value, label: say(`policy.${value}`) })),
    choose: (policy: string | undefined): Change => ({ policy }),
  },
  {
    name: 'subjectType' as const,
    value: filters.subjectType,
    options: subjectTypes.map((value) => ({ value, label: say(`subject.${value}`) })),
    choose: (subjectType: string | undefined): Change => ({ subjectType }),
  },
];
