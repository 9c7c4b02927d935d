import type { Rule } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { roving } from '@atalaya/ui/lists';
import { Switch } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import table from '../app/table.module.css';
import { looksFor, scopeText } from './rule-text.ts';
import styles from './rules-table.module.css';

interface RulesTableProps {
  rules: readonly Rule[];
  /** The one that is open. */
  open: string | undefined;
  /** Absent: for those who only read. */
  onSwitch: ((rule: Rule) => void) | undefined;
  /** One that is being changed: switching it would get in the way. */
  locked: string | null;
}

/** Rules as dense rows: what each looks for, what it does, where, and whether it is on. */
export function RulesTable({ rules, open, onSwitch, locked }: RulesTableProps) {
  const say = useSay();
  const current = rules.some(({ id }) => id === open) ? open : rules[0]?.id;
  return (
    <table
      className={`${table.table} ${styles.rules}`}
      data-beside={open !== undefined || undefined}
      onKeyDown={roving.onKeyDown}
      onFocus={roving.onFocus}
    >
      <caption className="visually-hidden">{say('rules.list')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('rules.column.name')}</th>
          <th scope="col">{say('rules.column.looksFor')}</th>
          <th scope="col">{say('rules.column.outcome')}</th>
          <th scope="col">{say('rules.column.policy')}</th>
          <th scope="col">{say('rules.column.severity')}</th>
          <th scope="col">{say('rules.column.scope')}</th>
          <th scope="col">{say('rules.column.owner')}</th>
          <th scope="col">{say('rules.column.enabled')}</th>
        </tr>
      </thead>
      <tbody>
        {rules.map((rule) => (
          <tr
            key={rule.id}
            data-current={rule.id === open || undefined}
            data-off={!rule.enabled || undefined}
          >
            <td>
              <Link
                to="/rules"
                search={(now) => ({ ...now, rule: rule.id })}
                replace={open !== undefined}
                className={styles.name}
                data-rule={rule.id}
                data-rove
                tabIndex={rule.id === current ? 0 : -1}
                {...(rule.id === open && { 'aria-current': 'true' })}
              >
                {rule.name}
              </Link>
            </td>
            <td>
              <span className={styles.kind}>{say(`ruleKind.${rule.kind}`)}</span>
              <span className={styles.content} data-code={rule.kind === 'pattern' || undefined}>
                {looksFor(say, rule)}
              </span>
            </td>
            <td>{say(`ruleOutcome.${rule.outcome}`)}</td>
            <td>{say(`policy.${rule.policy}`)}</td>
            <td>
              <span className={styles.severity} data-severity={rule.severity}>
                {say(`severity.${rule.severity as 1}`)}
              </span>
            </td>
            <td>{scopeText(say, rule)}</td>
            <td>{rule.owner?.displayName ?? say('rules.nobody')}</td>
            <td>
              {onSwitch ? (
                // Not a stop of the Tab key: the row's key switches it.
                <Switch
                  size="xs"
                  tabIndex={-1}
                  classNames={{ track: styles.track ?? '' }}
                  aria-label={say('rules.switch', { name: rule.name })}
                  checked={rule.enabled}
                  disabled={rule.id === locked}
                  onChange={() => onSwitch(rule)}
                />
              ) : (
                say(rule.enabled ? 'settings.on' : 'settings.off')
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
