import { fullStamp } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { Button, Checkbox, Switch, TextInput } from '@mantine/core';
import type { QuietHours, QuietState } from '../../../shared/contract.ts';
import { native } from '../app/native.ts';
import { minutesOf, timeOf, weekdays } from './day-time.ts';
import styles from './program-dialog.module.css';
import { quietState } from './program-state.ts';

/** Quiet hours of this machine. What is chosen holds at once. */
export function QuietForm({ state }: { state: QuietState }) {
  const say = useSay();
  const { enabled, from, to, days, criticalPasses } = state;
  const hours: QuietHours = { enabled, from, to, days, criticalPasses };
  const choose = (some: Partial<QuietHours>) =>
    void native?.quiet.set({ ...hours, ...some }).then(quietState.set);
  const pause = (on: boolean) => void native?.quiet.pause(on).then(quietState.set);
  const time = (name: 'from' | 'to') => (
    <TextInput
      type="time"
      size="sm"
      label={say(`program.quiet.${name}`)}
      disabled={!enabled}
      value={timeOf(hours[name])}
      onChange={({ currentTarget }) => {
        const minutes = minutesOf(currentTarget.value);
        if (minutes !== null) choose({ [name]: minutes });
      }}
    />
  );
  return (
    <section className={styles.part} aria-labelledby="program-quiet">
      <h3 id="program-quiet">{say('program.quiet')}</h3>
      <p className={styles.now} role="status">
        {say(nowOf(state), {
          count: state.held,
          until: state.until === null ? '' : fullStamp(say.locale, new Date(state.until)),
        })}
      </p>
      <div>
        <Button size="xs" variant="default" onClick={() => pause(state.until === null)}>
          {say(state.until === null ? 'program.quiet.pause' : 'program.quiet.resume')}
        </Button>
      </div>
      <Switch
        label={say('program.quiet.enabled')}
        description={say('program.quiet.enabled.text')}
        checked={enabled}
        onChange={({ currentTarget }) => choose({ enabled: currentTarget.checked })}
      />
      <div className={styles.times}>
        {time('from')}
        {time('to')}
      </div>
      <fieldset className={styles.days} disabled={!enabled}>
        <legend>{say('program.quiet.days')}</legend>
        {weekdays(say.locale).map(({ day, short, long }) => (
          <Checkbox
            key={day}
            size="sm"
            label={short}
            aria-label={long}
            checked={days.includes(day)}
            onChange={({ currentTarget }) =>
              choose({
                days: currentTarget.checked
                  ? [...days, day].toSorted()
                  : days.filter((one) => one !== day),
              })
            }
          />
        ))}
      </fieldset>
      <Switch
        label={say('program.quiet.critical')}
        checked={criticalPasses}
        onChange={({ currentTarget }) => choose({ criticalPasses: currentTarget.checked })}
      />
    </section>
  );
}

const nowOf = ({ isQuiet, until, held }: QuietState) => {
  if (!isQuiet) return 'program.quiet.not';
  if (held > 0) return 'program.quiet.held';
  return until === null ? 'program.quiet.is' : 'program.quiet.until';
};
