import { useSay } from '@atalaya/ui/i18n';
import { policies } from '@atalaya/ui/policies';
import { Chip, Menu, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import styles from './filter-bar.module.css';
import { type Filters, subjectTypes } from './filters.ts';

interface FilterBarProps {
  filters: Filters;
  onChange: (filters: Filters) => void;
}

const deskFilters = ['assigned', 'escalated', 'snoozed'] as const;
/** What only narrows down open cases. */
const onlyOpen = {
  held: undefined,
  overdue: undefined,
  assigned: undefined,
  escalated: undefined,
  snoozed: undefined,
};

/** What the list shows, as chips. */
export function FilterBar({ filters, onChange }: FilterBarProps) {
  const say = useSay();
  const change = (part: Partial<Record<keyof Filters, unknown>>) =>
    onChange(
      Object.fromEntries(
        Object.entries({ ...filters, ...part }).filter(([, value]) => value !== undefined),
      ) as unknown as Filters,
    );
  return (
    <fieldset className={styles.bar}>
      <legend className="visually-hidden">{say('queue.filters')}</legend>
      <Chip.Group
        value={filters.state}
        onChange={(state) => change({ ...onlyOpen, state, mine: undefined })}
      >
        <Chip size="xs" value="open">
          {say('queue.filter.open')}
        </Chip>
        <Chip size="xs" value="decided">
          {say('queue.filter.decided')}
        </Chip>
      </Chip.Group>
      <Chip
        size="xs"
        checked={filters.mine === true}
        onChange={(on) => change({ mine: on || undefined, held: undefined })}
      >
        {say('queue.filter.mine')}
      </Chip>
      {filters.state === 'open' && (
        <Chip
          size="xs"
          checked={filters.held === false}
          onChange={(on) => change({ held: on ? false : undefined, mine: undefined })}
        >
          {say('queue.filter.free')}
        </Chip>
      )}
      {filters.state === 'open' && (
        <Chip
          size="xs"
          checked={filters.overdue === true}
          onChange={(on) => change({ overdue: on || undefined })}
        >
          {say('queue.filter.overdue')}
        </Chip>
      )}
      {filters.state === 'open' &&
        deskFilters.map((one) => (
          <Chip
            key={one}
            size="xs"
            checked={filters[one] === true}
            onChange={(on) => change({ [one]: on || undefined })}
          >
            {say(`queue.filter.${one}`)}
          </Chip>
        ))}
      <Choice
        label={say('queue.filter.severity')}
        value={filters.severity?.toString()}
        options={[4, 3, 2, 1].map((value) => ({
          value: String(value),
          text: say(`severity.${value as 1}`),
        }))}
        onChange={(value) => change({ severity: value === undefined ? undefined : Number(value) })}
      />
      <Choice
        label={say('queue.filter.policy')}
        value={filters.policy}
        options={policies.map((value) => ({ value, text: say(`policy.${value}`) }))}
        onChange={(policy) => change({ policy })}
      />
      <Choice
        label={say('queue.filter.subjectType')}
        value={filters.subjectType}
        options={subjectTypes.map((value) => ({ value, text: say(`subject.${value}`) }))}
        onChange={(subjectType) => change({ subjectType })}
      />
    </fieldset>
  );
}

interface ChoiceProps {
  label: string;
  value: string | undefined;
  options: { value: string; text: string }[];
  onChange: (value: string | undefined) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  const say = useSay();
  const chosen = options.find((one) => one.value === value);
  return (
    <span className={styles.choice} data-on={chosen ? true : undefined}>
      <Menu position="bottom-start">
        <Menu.Target>
          <UnstyledButton className={styles.target}>
            {chosen ? `${label}: ${chosen.text}` : label}
            {!chosen && <IconChevronDown size={13} aria-hidden />}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {options.map((one) => (
            <Menu.Item key={one.value} onClick={() => onChange(one.value)}>
              {one.text}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {chosen && (
        <UnstyledButton
          className={styles.clear}
          aria-label={`${label}: ${say('queue.filter.any')}`}
          onClick={() => onChange(undefined)}
        >
          <IconX size={13} aria-hidden />
        </UnstyledButton>
      )}
    </span>
  );
}
