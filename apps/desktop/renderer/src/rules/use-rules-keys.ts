import { useScreenKeys } from '../app/keys.ts';
import { rowKeys } from '../app/row-keys.ts';

interface RulesKeys {
  box: { readonly current: HTMLElement | null };
  mayEdit: boolean;
  /** A rule's id, `new` or `try`. */
  open: (rule: string) => void;
  flip: (ruleId: string) => void;
}

/** Rules by keyboard alone. */
export function useRulesKeys({ box, mayEdit, open, flip }: RulesKeys): void {
  const focused = () => (document.activeElement as HTMLElement | null)?.dataset['rule'];
  useScreenKeys({
    title: 'keys.rules',
    keys: [
      ...rowKeys({ box }),
      {
        keys: ['enter'],
        label: 'Enter',
        does: 'keys.openRule',
        press: () => {
          const rule = focused();
          if (rule) open(rule);
        },
      },
      {
        keys: ['/'],
        label: '/',
        does: 'keys.searchRules',
        press: () => box.current?.querySelector('input')?.focus(),
      },
      ...(mayEdit
        ? [
            { keys: ['n'], label: 'N', does: 'keys.newRule' as const, press: () => open('new') },
            { keys: ['t'], label: 'T', does: 'keys.tryText' as const, press: () => open('try') },
            {
              keys: ['s'],
              label: 'S',
              does: 'keys.switchRule' as const,
              press: () => {
                const rule = focused();
                if (rule) flip(rule);
              },
            },
          ]
        : []),
    ],
  });
}
