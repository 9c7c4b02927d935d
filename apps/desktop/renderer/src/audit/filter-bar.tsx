import { useSay } from '@atalaya/ui/i18n';
import { Autocomplete, Button, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback, useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { peopleMatching, personQuery } from '../people/people-queries.ts';
import styles from './filter-bar.module.css';
import { type FilterName, type Filters, localTime, momentOf } from './filters.ts';

interface FilterBarProps {
  filters: Filters;
  /** Actions and kinds that the entries on the screen have. */
  actions: string[];
  types: string[];
  onChange: (name: FilterName, value: string) => void;
  onClear: () => void;
}

const knownTypes = [
  'alert',
  'audit',
  'case',
  'channel',
  'channelMember',
  'invite',
  'member',
  'message',
  'organisation',
  'rule',
  'session',
  'setting',
];

/** What the log shows: who did what to what, and when. */
export function FilterBar({ filters, actions, types, onChange, onClear }: FilterBarProps) {
  const say = useSay();
  const action = useWritten(filters.action ?? '', (value) => onChange('action', value));
  const id = useWritten(filters.id ?? '', (value) => onChange('id', value));
  const allTypes = [...new Set([...knownTypes, ...types, ...(filters.type ? [filters.type] : [])])];
  return (
    <search className={styles.filters} aria-label={say('audit.filters')}>
      <PersonFilter value={filters.who} onChange={(value) => onChange('who', value)} />
      <Autocomplete
        size="xs"
        label={say('audit.action')}
        placeholder={say('audit.action.example')}
        data={actions}
        value={action.written}
        onChange={action.write}
        maxLength={100}
      />
      <Select
        size="xs"
        label={say('audit.subjectType')}
        placeholder={say('queue.filter.any')}
        data={allTypes.toSorted()}
        value={filters.type ?? null}
        onChange={(value) => onChange('type', value ?? '')}
        clearable
        clearButtonProps={{
          'aria-label': say('audit.clearOne', { name: say('audit.subjectType') }),
        }}
      />
      <TextInput
        size="xs"
        label={say('audit.subjectId')}
        value={id.written}
        onChange={(event) => id.write(event.currentTarget.value)}
        maxLength={100}
      />
      {(['from', 'to'] as const).map((name) => (
        <TextInput
          key={name}
          size="xs"
          type="datetime-local"
          label={say(`audit.${name}`)}
          value={localTime(filters[name])}
          onChange={(event) => onChange(name, momentOf(event.currentTarget.value))}
        />
      ))}
      {Object.keys(filters).length > 0 && (
        <Button size="xs" variant="subtle" onClick={onClear}>
          {say('audit.clear')}
        </Button>
      )}
    </search>
  );
}

interface PersonFilterProps {
  value: string | undefined;
  onChange: (value: string) => void;
}

function PersonFilter({ value, onChange }: PersonFilterProps) {
  const say = useSay();
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search.trim(), 180);
  const matches = useQuery({ ...peopleMatching(settled), enabled: settled !== '' });
  const chosen = useQuery({ ...personQuery(value ?? ''), enabled: value !== undefined });
  const people = new Map(
    (matches.data ?? []).map((person) => [
      person.id,
      `${person.displayName} (@${person.username})`,
    ]),
  );
  if (value) {
    const person = chosen.data;
    people.set(value, person ? `${person.displayName} (@${person.username})` : value);
  }
  return (
    <Select
      size="xs"
      label={say('audit.actor')}
      placeholder={say('audit.anyone')}
      data={[...people].map(([id, label]) => ({ value: id, label }))}
      // The server has chosen already.
      filter={({ options }) => options}
      value={value ?? null}
      onChange={(next) => onChange(next ?? '')}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      nothingFoundMessage={settled === '' ? say('audit.writeName') : say('staffPeople.nothing')}
      clearable
      clearButtonProps={{ 'aria-label': say('audit.clearOne', { name: say('audit.actor') }) }}
    />
  );
}

/** A field that is told of at a pause in the writing, and follows when its value changes elsewhere. */
function useWritten(value: string, onChange: (value: string) => void) {
  const [written, setWritten] = useState(value);
  const told = useRef(value);
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setWritten(value);
  }, [value]);
  const tell = useDebouncedCallback((next: string) => {
    if (next === told.current) return;
    told.current = next;
    onChange(next);
  }, 250);
  return {
    written,
    write: (next: string) => {
      setWritten(next);
      tell(next.trim());
    },
  };
}
