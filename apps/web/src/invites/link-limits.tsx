import { useSay } from '@atalaya/ui/i18n';
import { NumberInput } from '@mantine/core';

/** How often a new link may be used and for how many days: fields `uses` and `days` of a form. */
export function LinkLimits({ uses }: { uses: number }) {
  const say = useSay();
  const whole = { min: 1, clampBehavior: 'strict', allowDecimal: false } as const;
  return (
    <>
      <NumberInput
        {...whole}
        name="uses"
        label={say('invites.uses')}
        defaultValue={uses}
        max={1000}
      />
      <NumberInput {...whole} name="days" label={say('invites.days')} defaultValue={7} max={90} />
    </>
  );
}

/** What such a form says. */
export const limitsIn = (form: FormData) => ({
  uses: Number(form.get('uses')),
  days: Number(form.get('days')),
});
