import type { CaseDetail } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { Checkbox, NativeSelect } from '@mantine/core';
import { durationText } from '../app/duration.ts';
import { banChoices, type Chosen, changeAction, muteMinutes } from './draft.ts';

interface ActionFieldsProps {
  detail: CaseDetail;
  action: Chosen;
  /** One of several: its fields stand beside its name. */
  beside?: boolean;
}

/** What an action needs besides being chosen: how long, and where. */
export function ActionFields({ detail, action, beside = false }: ActionFieldsProps) {
  const say = useSay();
  const { type, minutes, everywhere } = action;
  if (type !== 'mute' && type !== 'ban') return null;
  const lengths: readonly (number | undefined)[] =
    type === 'mute' ? muteMinutes : banChoices(detail.allowed.longestBanMinutes);
  const label = say('decide.for');
  return (
    <>
      <NativeSelect
        size="xs"
        {...(beside ? { 'aria-label': `${say(`action.${type}`)}: ${label}` } : { label })}
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
