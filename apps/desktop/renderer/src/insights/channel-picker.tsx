import { useSay } from '@atalaya/ui/i18n';
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type UIEvent, useState } from 'react';
import { channelsQuery } from './insights-queries.ts';

/** In the place of a channel. */
const everywhere = 'all';
/** Pixels from the end of the list at which its next part is asked for. */
const nearEnd = 120;

interface ChannelPickerProps {
  channelId: string | undefined;
  /** What the chosen one is called, once that is known. */
  name: string | undefined;
  onChange: (channelId: string | undefined) => void;
}

/** The whole organisation, or any of its public channels, found by name. */
export function ChannelPicker({ channelId, name, onChange }: ChannelPickerProps) {
  const say = useSay();
  const all = say('insights.channel.all');
  const chosen = channelId ? `# ${name ?? '…'}` : all;
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text === chosen ? '' : text.trim().replace(/^#\s*/, ''), 180);
  const { data, hasNextPage, isFetching, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    channelsQuery(search),
  );
  const found = new Map(
    data?.pages.flatMap(({ items }) => items.map(({ id, name }) => [id, `# ${name}`] as const)),
  );
  const labels = new Map([[everywhere, all], ...(channelId ? [[channelId, chosen] as const] : [])]);
  const more = ({ currentTarget: list }: UIEvent<HTMLDivElement>) => {
    const below = list.scrollHeight - list.clientHeight - list.scrollTop;
    if (below < nearEnd && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  };
  return (
    <Select
      size="xs"
      aria-label={say('insights.channel')}
      data={[...new Map([...labels, ...found])].map(([value, label]) => ({ value, label }))}
      // The server has chosen already.
      filter={({ options, search }) =>
        options.filter((one) => search === '' || ('value' in one && found.has(one.value)))
      }
      value={channelId ?? everywhere}
      onChange={(value) => onChange(value === everywhere ? undefined : (value ?? undefined))}
      allowDeselect={false}
      searchable
      searchValue={text}
      onSearchChange={setText}
      // What is typed takes the place of the chosen one's name instead of going into it.
      onClick={({ currentTarget: field }) => {
        if (text === chosen && field instanceof HTMLInputElement) field.select();
      }}
      nothingFoundMessage={isFetching ? '…' : say('insights.channel.none')}
      scrollAreaProps={{ viewportProps: { onScroll: more } }}
    />
  );
}
