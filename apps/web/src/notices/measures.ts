import type { Measure } from '@atalaya/api/types';
import type { Say } from '@atalaya/ui/i18n';

/** Measures of one kind that are said in one line. */
export interface Measures {
  sanction: Measure['sanction'];
  /** Null: everywhere, nowhere, or in several. */
  channelId: string | null;
  until: string | null;
  all: readonly Measure[];
}

/** What was decided at once, in as few lines as say it all: five hidden messages are one. */
export function grouped(measures: readonly Measure[]): Measures[] {
  const groups = Map.groupBy(measures, ({ sanction, channelId }) =>
    sanction === 'mute' ? `${sanction} ${channelId}` : sanction,
  );
  return [...groups.values()].flatMap((all) => {
    const [first] = all;
    if (!first) return [];
    const { sanction, until, channelId } = first;
    const isOnePlace = all.every((one) => one.channelId === channelId);
    return { sanction, until, channelId: isOnePlace ? channelId : null, all };
  });
}

type NameOf = (channelId: string) => string | undefined;

/** Measures of one kind as part of a list. */
export function measuresText(
  say: Say,
  { sanction, channelId, all }: Measures,
  nameOf: NameOf,
): string {
  if (sanction !== 'mute') return say(`measure.${sanction}`, { count: all.length });
  if (channelId === null) return say('measure.muteEverywhere');
  return say('measure.mute', { channel: nameOf(channelId) ?? say('sanction.someChannel') });
}

/** What a notice of measures, or of their end, says in one line. */
export function measuresTitle(
  say: Say,
  kind: 'sanction' | 'sanctionLifted',
  measures: readonly Measure[],
  nameOf: NameOf,
): string {
  const [only, ...more] = grouped(measures);
  if (!only || more.length > 0) {
    return say(`notification.${kind}.several`, { count: more.length + 1 });
  }
  const { sanction, channelId, all } = only;
  if (sanction === 'hide' || sanction === 'delete') {
    return say(`notification.${kind}.${sanction}`, { count: all.length });
  }
  if (sanction !== 'mute') return say(`notification.${kind}.${sanction}`);
  if (channelId === null) return say(`notification.${kind}.muteEverywhere`);
  const channel = nameOf(channelId) ?? say('sanction.someChannel');
  return say(`notification.${kind}.mute`, { channel });
}
