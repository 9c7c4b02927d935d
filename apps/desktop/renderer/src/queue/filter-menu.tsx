import { useSay } from '@atalaya/ui/i18n';
import { Button, Chip, NativeSelect, Popover, UnstyledButton } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { type Ref, useState } from 'react';
import styles from './filter-bar.module.css';
import { type Change, choicesOf, marksOf } from './filter-choices.ts';
import { type Filters, isStandard } from './filters.ts';

interface FilterMenuProps {
  filters: Filters;
  /** What has the focus when a filter is taken away elsewhere. */
  button: Ref<HTMLButtonElement>;
  onChange: (change: Change) => void;
  onClear: () => void;
}

/** All filters but the state, behind one button. */
export function FilterMenu({ filters, button, onChange, onClear }: FilterMenuProps) {
  const say = useSay();
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-end"
      width={300}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <UnstyledButton ref={button} className={styles.target} onClick={() => setOpen(!isOpen)}>
          <IconAdjustmentsHorizontal size={14} stroke={1.7} aria-hidden />
          {say('queue.filters')}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={say('queue.filters')} className={styles.menu}>
        <div className={styles.marks}>
          {marksOf(filters).map(({ name, isOn, turn }) => (
            <Chip key={name} size="xs" checked={isOn} onChange={(on) => onChange(turn(on))}>
              {say(`queue.filter.${name}`)}
            </Chip>
          ))}
        </div>
        {choicesOf(filters, say).map(({ name, value, options, choose }) => (
          <NativeSelect
            key={name}
            size="xs"
            label={say(`queue.filter.${name}`)}
            data={[{ value: '', label: say('queue.filter.any') }, ...options]}
            value={value ?? ''}
            onChange={({ currentTarget }) => onChange(choose(currentTarget.value || undefined))}
          />
        ))}
        <Button size="xs" variant="default" disabled={isStandard(filters)} onClick={onClear}>
          {say('queue.nothing.clear')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
