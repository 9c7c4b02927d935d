import { useSay } from '@atalaya/ui/i18n';
import { NativeSelect, Switch, TextInput } from '@mantine/core';
import styles from './notice-preferences.module.css';
import type { NoticeChanges, NoticePreferences } from './notice-preferences-queries.ts';

/** Of the minutes after which an unread notice is mailed. */
const delays = [0, 5, 10, 30, 60, 240];
/** What quiet hours begin as: from ten in the evening to eight in the morning. */
const nights = { from: 22 * 60, to: 8 * 60 };
const timeZones = Intl.supportedValuesOf('timeZone');

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
const minuteOf = (text: string): number | null => {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(text) ?? [];
  return hours && minutes ? Number(hours) * 60 + Number(minutes) : null;
};

interface NoticeTimesProps {
  preferences: NoticePreferences;
  onChange: (changes: NoticeChanges) => void;
}

/** When one is told outside the product: not at night, not before one had time to read it. */
export function NoticeTimes({ preferences, onChange }: NoticeTimesProps) {
  const say = useSay();
  const { quietHours, timeZone, mailAfterMinutes, digestHour, offered } = preferences;
  const known = timeZones.includes(timeZone) ? timeZones : [timeZone, ...timeZones];
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const setQuiet = (end: 'from' | 'to', text: string) => {
    const minute = minuteOf(text);
    if (minute !== null && quietHours) onChange({ quietHours: { ...quietHours, [end]: minute } });
  };
  return (
    <div className={styles.times}>
      <Switch
        label={say('notify.quiet')}
        description={say('notify.quiet.text')}
        checked={quietHours !== null}
        onChange={(event) =>
          onChange(
            event.currentTarget.checked
              ? { quietHours: nights, timeZone: here }
              : { quietHours: null },
          )
        }
      />
      {quietHours && (
        <div className={styles.quiet}>
          {(['from', 'to'] as const).map((end) => (
            <TextInput
              key={end}
              type="time"
              label={say(`notify.quiet.${end}`)}
              value={clock(quietHours[end])}
              onChange={(event) => setQuiet(end, event.currentTarget.value)}
            />
          ))}
        </div>
      )}
      {(quietHours !== null || digestHour !== null) && (
        <NativeSelect
          label={say('notify.timeZone')}
          value={timeZone}
          data={known}
          onChange={(event) => onChange({ timeZone: event.currentTarget.value })}
        />
      )}
      <NativeSelect
        label={say('notify.mailAfter')}
        value={String(mailAfterMinutes)}
        data={[...new Set([...delays, mailAfterMinutes])].map((count) => ({
          value: String(count),
          label: say('notify.mailAfter.minutes', { count }),
        }))}
        onChange={(event) => onChange({ mailAfterMinutes: Number(event.currentTarget.value) })}
      />
      <NativeSelect
        label={say('notify.digest')}
        description={offered.dailyDigest ? undefined : say('notify.digest.off')}
        disabled={!offered.dailyDigest}
        value={digestHour === null ? '' : String(digestHour)}
        data={[
          { value: '', label: say('notify.digest.none') },
          ...Array.from({ length: 24 }, (_, hour) => ({
            value: String(hour),
            label: clock(hour * 60),
          })),
        ]}
        onChange={(event) => {
          const { value } = event.currentTarget;
          onChange(
            value === ''
              ? { digestHour: null }
              : { digestHour: Number(value), ...(digestHour === null ? { timeZone: here } : {}) },
          );
        }}
      />
    </div>
  );
}
