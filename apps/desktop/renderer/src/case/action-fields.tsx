import { useSay } from '@atalaya/ui/i18n';
import { Checkbox, NativeSelect } from '@mantine/core';
import { durationText } from '../app/duration.ts';
import { type Chosen, changeAction, type Decidable, isShortened, lengthsOf } from './draft.ts';

interface ActionFieldsProps {
  detail: Decidable;
  action: Chosen;
  /** One of several: its fields stand beside its name. */
  beside?: boolean;
}

/** What an action needs besides being chosen: how long, and where. */
export function ActionFields({ detail, action, beside = false }: ActionFieldsProps) {
  const say = useSay();
  const { type, minutes, everywhere } = action;
  if (type !== 'mute' && type !== 'ban') return null;
  const longest = detail.allowed.longestBanMinutes;
  const lengths = lengthsOf(type, longest);
  const label = say('decide.for');
  return (
    <>
      <NativeSelect
        size="xs"
        {...(beside ? { 'aria-label': `${say(`action.${type}`)}: ${label}` } : { label })}
        {...(longest !== null &&
          isShortened(type, longest) && {
            description: say('decide.limit', { longest: durationText(say, longest) }),
            // For screen readers; everyone else reads it once for all actions.
            descriptionProps: { className: 'visually-hidden' },
          })}
        value={minutes ?? 'forGood'}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          changeAction(type, { minutes: chosen === 'forGood' ? undefined : Number(chosen) });
        }}
        data={lengths.map((length) => ({
          value: String(length ?? 'forGood'),
          label: durationText(say, length),
        }))}
      />
      {type === 'mute' && detail.channel && (
        <Checkbox
          size="xs"
          label={say('decide.everywhere')}
          checked={everywhere}
          onChange={(event) => changeAction(type, { everywhere: event.currentTarget.checked })}
        />
      )}
    </>
  );
}
