import { useSay } from '@atalaya/ui/i18n';
import { Avatar } from '@atalaya/ui/pieces';
import { Chip } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconHash, IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { channelDetail, joinedChannels } from '../chat/channels.ts';
import { peopleMatching, personDetail } from '../people/people-queries.ts';
import { Choice } from './choice.tsx';
import { DateChoice } from './date-choice.tsx';
import styles from './filter-chips.module.css';
import { PickList } from './pick-list.tsx';
import type { Filters } from './search-filters.ts';

export interface FilterProps {
  filters: Filters;
  onChange: (part: { [Name in keyof Filters]: Filters[Name] | undefined }) => void;
}

/** Where, by whom, when: as chips that open. */
export function FilterChips(props: FilterProps) {
  const say = useSay();
  const { filters, onChange } = props;
  return (
    <fieldset className={styles.chips}>
      <legend className="visually-hidden">{say('search.filters')}</legend>
      <ChannelChoice {...props} />
      <AuthorChoice {...props} />
      <DateChoice {...props} />
      <Chip
        size="xs"
        variant="outline"
        checked={filters.file === 'yes'}
        onChange={(on) => onChange({ file: on ? 'yes' : undefined })}
        classNames={{ label: styles.chip }}
      >
        {say('search.hasFile')}
      </Chip>
    </fieldset>
  );
}

/** The order of names as people read them, whatever accents they have. */
const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

function ChannelChoice({ filters, onChange }: FilterProps) {
  const say = useSay();
  const [written, write] = useState('');
  const { data: joined = [] } = useQuery(joinedChannels);
  const known = joined.find(({ id }) => id === filters.in);
  // A public channel that one has not joined.
  const other = useQuery({ ...channelDetail(filters.in ?? ''), enabled: !!filters.in && !known });
  const name = known?.name ?? other.data?.name;
  const picks = joined
    .filter((channel) => fold(channel.name).includes(fold(written.trim())))
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .map(({ id, name, type }) => {
      const Icon = type === 'private' ? IconLock : IconHash;
      return { id, name, picture: <Icon size={15} stroke={1.6} aria-hidden /> };
    });
  return (
    <Choice
      label={say('search.channel')}
      chosen={filters.in ? (name ?? '…') : null}
      onClear={() => onChange({ in: undefined })}
    >
      {(close) => (
        <PickList
          label={say('search.channel')}
          written={written}
          onWrite={write}
          picks={picks}
          nothing={say('search.channel.none')}
          onPick={(id) => {
            // The next choice begins with the whole list again.
            write('');
            onChange({ in: id });
            close();
          }}
        />
      )}
    </Choice>
  );
}

function AuthorChoice({ filters, onChange }: FilterProps) {
  const say = useSay();
  const [written, write] = useState('');
  const [settled] = useDebouncedValue(written.trim(), 150);
  const people = useQuery({ ...peopleMatching(settled), placeholderData: (before) => before });
  const author = useQuery({ ...personDetail(filters.by ?? ''), enabled: !!filters.by });
  const picks = (people.data ?? []).map(({ id, displayName, username }) => ({
    id,
    name: displayName,
    note: `@${username}`,
    picture: <Avatar id={id} name={displayName} size={22} />,
  }));
  return (
    <Choice
      label={say('search.author')}
      chosen={filters.by ? (author.data?.displayName ?? '…') : null}
      onClear={() => onChange({ by: undefined })}
    >
      {(close) => (
        <PickList
          label={say('search.author')}
          written={written}
          onWrite={write}
          picks={picks}
          nothing={people.isSuccess ? say('search.author.none') : null}
          onPick={(id) => {
            // The next choice begins with the whole list again.
            write('');
            onChange({ by: id });
            close();
          }}
        />
      )}
    </Choice>
  );
}
