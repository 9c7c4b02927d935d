import type { ChannelDetail, Presence } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import {
  type KeyboardEvent,
  type RefObject,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { api } from '../app/atalaya.ts';
import { useMe } from '../app/session.ts';
import { useSettings } from '../app/settings.ts';
import { takeCards } from '../people/presence.ts';
import { type Begun, begunAt, callsFor, completed, emojiFor, isWrittenOut } from './completion.ts';

/** One way to go on. */
export interface Suggestion {
  key: string;
  /** What is written when it is chosen. */
  written: string;
  name: string;
  note?: string;
  person?: { id: string; presence: Presence };
  sign?: string;
}

const most = 8;

/** People whose name begins like this: of the channel first. */
const peopleFor = (channelId: string, query: string) =>
  queryOptions({
    queryKey: ['chat', 'mentionable', channelId, query],
    queryFn: async () => {
      const { items } = await api.chat.channels.mentionable.query({ channelId, search: query });
      takeCards(items);
      return items;
    },
    staleTime: 30_000,
  });

/** Whether this person's `@channel` reaches everybody here. */
export function useMayCall(channel: ChannelDetail): boolean {
  const limit = useSettings()?.limits.channelCallPeople ?? 0;
  if (channel.type === 'direct' || channel.role === null) return false;
  return channel.memberCount <= limit || channel.allowed.moderate;
}

interface Field {
  channel: ChannelDetail;
  text: string;
  field: RefObject<HTMLTextAreaElement | null>;
  write: (text: string) => void;
}

/** Completes names and emoji while one writes, as a list that the field's own keys walk through. */
export function useCompletion({ channel, text, field, write }: Field) {
  const listId = useId();
  const [begun, setBegun] = useState<Begun | null>(null);
  const [at, setAt] = useState(0);
  /** What Escape sent away stays away until another word is begun. */
  const sentAway = useRef<number | null>(null);
  const caret = useRef<number | null>(null);
  const suggestions = useSuggestions(channel, begun);
  const isOpen = begun !== null && suggestions.length > 0;
  const current = Math.min(at, suggestions.length - 1);

  useLayoutEffect(() => {
    if (caret.current === null) return;
    field.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });

  /** Call it when the text or the caret has moved. */
  const look = () => {
    const { value = '', selectionStart = 0, selectionEnd = 0 } = field.current ?? {};
    const found = selectionStart === selectionEnd ? begunAt(value, selectionStart) : null;
    if (found === null || found.start !== sentAway.current) sentAway.current = null;
    if (found?.start !== begun?.start || found?.query !== begun?.query) setAt(0);
    setBegun(found && found.start === sentAway.current ? null : found);
  };

  const close = () => setBegun(null);

  const choose = (suggestion: Suggestion | undefined) => {
    if (!begun || !suggestion) return;
    const next = completed(text, begun, suggestion.written);
    caret.current = next.caret;
    write(next.text);
    setBegun(null);
    field.current?.focus();
  };

  /** True when the key was the list's. */
  const press = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    if (!isOpen || event.nativeEvent.isComposing || event.altKey || event.ctrlKey) return false;
    const chosen = suggestions[current];
    if (event.key === 'Enter' && chosen && isWrittenOut(begun, chosen.written)) return false;
    const steps: Partial<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step) setAt((current + step + suggestions.length) % suggestions.length);
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey) {
      choose(chosen);
    } else if (event.key === 'Escape') {
      sentAway.current = begun.start;
      close();
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };

  const optionId = (index: number) => `${listId}-${index}`;
  return {
    suggestions,
    isOpen,
    current,
    listId,
    optionId,
    sign: begun?.sign ?? '@',
    look,
    close,
    choose,
    press,
    /** What a screen reader is told of the field. */
    field: isOpen
      ? {
          'aria-autocomplete': 'list' as const,
          'aria-controls': listId,
          'aria-activedescendant': optionId(current),
        }
      : {},
  };
}

function useSuggestions(channel: ChannelDetail, begun: Begun | null): readonly Suggestion[] {
  const say = useSay();
  const me = useMe();
  const mayCall = useMayCall(channel);
  const asks = begun?.sign === '@';
  const query = asks ? begun.query.toLowerCase() : '';
  const { data: people = [] } = useQuery({
    ...peopleFor(channel.id, query),
    enabled: asks,
    placeholderData: keepPreviousData,
  });
  if (!begun) return [];
  if (begun.sign === ':') {
    return emojiFor(begun.query).map(({ sign, words }) => ({
      key: sign,
      written: sign,
      name: words.split(' ')[0] ?? '',
      sign,
    }));
  }
  const named = people
    .filter(({ id }) => id !== me.id)
    .map(({ id, username, displayName, presence, isInChannel }) => ({
      key: id,
      written: `@${username}`,
      name: displayName,
      note: isInChannel ? `@${username}` : `@${username} · ${say('complete.outside')}`,
      person: { id, presence },
    }));
  const calls = mayCall
    ? callsFor(query).map((name) => ({
        key: name,
        written: `@${name}`,
        name: `@${name}`,
        note: say(`complete.${name}`),
      }))
    : [];
  // Whoever has only written the sign looks for a person.
  return [...named.slice(0, most), ...calls];
}
