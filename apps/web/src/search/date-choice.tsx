import { shortDate } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { TextInput, UnstyledButton } from '@mantine/core';
import { Choice } from './choice.tsx';
import styles from './date-choice.module.css';
import type { FilterProps } from './filter-chips.tsx';
import { beginOf, daysAgo } from './search-filters.ts';

const spans = [
  { text: 'search.date.today', days: 0 },
  { text: 'search.date.week', days: 6 },
  { text: 'search.date.month', days: 29 },
  { text: 'search.date.year', days: 364 },
] as const;

/** From which day to which: one of the usual spans, or two days. */
export function DateChoice({ filters, onChange }: FilterProps) {
  const say = useSay();
  const day = (text: string | undefined) => {
    const date = text && beginOf(text);
    return date ? shortDate(say.locale, date) : '';
  };
  const [from, to] = [day(filters.from), day(filters.to)];
  const text =
    from && to
      ? say('search.date.between', { from, to })
      : from
        ? say('search.date.since', { from })
        : say('search.date.until', { to });
  return (
    <Choice
      label={say('search.date')}
      chosen={from || to ? text : null}
      onClear={() => onChange({ from: undefined, to: undefined })}
    >
      {(close) => (
        <>
          {spans.map(({ text, days }) => (
            <UnstyledButton
              key={text}
              className={styles.span}
              onClick={() => {
                onChange({ from: daysAgo(days), to: undefined });
                close();
              }}
            >
              {say(text)}
            </UnstyledButton>
          ))}
          <div className={styles.days}>
            {(['from', 'to'] as const).map((side) => (
              <TextInput
                key={side}
                type="date"
                size="sm"
                label={say(`search.date.${side}`)}
                value={filters[side] ?? ''}
                max={daysAgo(0)}
                onChange={(event) => onChange({ [side]: event.currentTarget.value || undefined })}
              />
            ))}
          </div>
        </>
      )}
    </Choice>
  );
}
