import { useSay } from '@atalaya/ui/i18n';
import { MultiSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../app/atalaya.ts';

/** Channels whose name or topic has these letters, one's own first. */
const channelsMatching = (search: string) =>
  queryOptions({
    queryKey: ['channels', 'matching', search],
    queryFn: async () => {
      const pages = await Promise.all(
        (['joined', 'discover'] as const).map((scope) =>
          api.chat.channels.list.query({ scope, limit: 20, ...(search && { search }) }),
        ),
      );
      return pages.flatMap(({ items }) => items.filter(({ type }) => type !== 'direct'));
    },
  });

const channelQuery = (channelId: string) =>
  queryOptions({
    queryKey: ['channels', 'one', channelId],
    queryFn: () => api.chat.channels.get.query({ channelId }),
  });

/** What channels are called; one that the reader does not see has no name here. */
export function useChannelNames(ids: readonly string[]): Map<string, string> {
  const say = useSay();
  const found = useQueries({ queries: ids.map((id) => channelQuery(id)) });
  return new Map(
    ids.map((id, index) => {
      const one = found[index];
      return [id, one?.data?.name ?? (one?.isError ? say('rule.channels.unknown') : '…')];
    }),
  );
}

interface ChannelChoiceProps {
  value: string[];
  error: string | null;
  onChange: (value: string[]) => void;
}

/** Where a rule applies: nowhere in particular, or in these channels only. */
export function ChannelChoice({ value, error, onChange }: ChannelChoiceProps) {
  const say = useSay();
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search.trim(), 180);
  const matches = useQuery(channelsMatching(settled));
  const options = useChannelNames(value);
  for (const { id, name } of matches.data ?? []) options.set(id, name);
  return (
    <MultiSelect
      size="xs"
      label={say('rule.channels')}
      description={say('rule.channels.text')}
      placeholder={value.length === 0 ? say('rule.channels.find') : ''}
      data={[...options].map(([id, label]) => ({ value: id, label }))}
      // The server has chosen already; what is chosen is above.
      filter={({ options }) =>
        options.filter((one) => 'value' in one && !value.includes(one.value))
      }
      maxValues={100}
      value={value}
      error={error}
      onChange={onChange}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      nothingFoundMessage={say('rule.channels.nothing')}
    />
  );
}
