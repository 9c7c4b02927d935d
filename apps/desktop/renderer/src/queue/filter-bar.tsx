import { useSay } from '@atalaya/ui/i18n';
import { Chip, SegmentedControl, UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useRef } from 'react';
import styles from './filter-bar.module.css';
import { type Change, changed, choicesOf, marksOf, toState } from './filter-choices.ts';
import { FilterMenu } from './filter-menu.tsx';
import { type Filters, standardFilters } from './filters.ts';

interface FilterBarProps {
  filters: Filters;
  onChange: (filters: Filters) => void;
}

/** What the list shows: the state, the filters that are on, and a menu of all of them. */
export function FilterBar({ filters, onChange }: FilterBarProps) {
  const say = useSay();
  const menu = useRef<HTMLButtonElement>(null);
  const change = (part: Change) => onChange(changed(filters, part));
  /** What was pressed is gone then. */
  const takeAway = (part: Change) => {
    change(part);
    menu.current?.focus();
  };
  return (
    <fieldset className={styles.bar}>
      <legend className="visually-hidden">{say('queue.filters')}</legend>
      <div className={styles.row}>
        <SegmentedControl
          size="xs"
          aria-label={say('queue.filter.state')}
          value={filters.state}
          onChange={(state) => change(toState(state))}
          data={(['open', 'decided'] as const).map((value) => ({
            value,
            label: say(`queue.filter.${value}`),
          }))}
        />
        <FilterMenu
          filters={filters}
          button={menu}
          onChange={change}
          onClear={() => onChange(standardFilters)}
        />
      </div>
      {marksOf(filters)
        .filter(({ isOn }) => isOn)
        .map(({ name, turn }) => (
          <Chip key={name} size="xs" checked onChange={() => takeAway(turn(false))}>
            {say(`queue.filter.${name}`)}
          </Chip>
        ))}
      {choicesOf(filters, say).map(({ name, value, options, choose }) => {
        const chosen = options.find((one) => one.value === value);
        const label = say(`queue.filter.${name}`);
        return (
          chosen && (
            <span key={name} className={styles.choice}>
              {label}: {chosen.label}
              <UnstyledButton
                className={styles.clear}
                aria-label={`${label}: ${say('queue.filter.any')}`}
                onClick={() => takeAway(choose(undefined))}
              >
                <IconX size={13} aria-hidden />
              </UnstyledButton>
            </span>
          )
        );
      })}
    </fieldset>
  );
}
