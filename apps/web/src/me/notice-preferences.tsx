import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { toastFailure } from '@atalaya/ui/toasts';
import { Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import styles from './me.module.css';
import table from './notice-preferences.module.css';
import {
  type NoticeChanges,
  type NoticePreferences,
  noticePreferences,
  setNoticePreferences,
} from './notice-preferences-queries.ts';
import { NoticeTimes } from './notice-times.tsx';
import { PushSwitch } from './push-switch.tsx';

type Kind = keyof NoticePreferences['choices'];
type Medium = 'inApp' | 'mail' | 'push';

const media: readonly Medium[] = ['inApp', 'mail', 'push'];
/** The rows of the table, and the kinds that each stands for. */
const rows = [
  { name: 'mention', kinds: ['mention'] },
  { name: 'directMessage', kinds: ['directMessage'] },
  { name: 'threadReply', kinds: ['threadReply'] },
  { name: 'channelInvite', kinds: ['channelInvite'] },
  { name: 'account', kinds: ['sanction', 'sanctionLifted', 'flagOutcome'] },
] as const satisfies readonly { name: string; kinds: readonly Kind[] }[];

/** Of what one is told, and by what way. */
export function NoticePreferencesForm() {
  const say = useSay();
  const errorText = useErrorText();
  const { data } = useQuery(noticePreferences);
  const change = (changes: NoticeChanges) => {
    setNoticePreferences(changes).catch((error) => toastFailure(errorText(error)));
  };
  return (
    <section className={styles.section}>
      <h2>{say('notify.title')}</h2>
      <p className={styles.dim}>{say('notify.text')}</p>
      {data && <Choices preferences={data} onChange={change} />}
      {data && !data.mail.verified && <p className={styles.dim}>{say('notify.unverified')}</p>}
      <PushSwitch isOffered={data?.offered.push ?? true} />
      {data && <NoticeTimes preferences={data} onChange={change} />}
    </section>
  );
}

interface ChoicesProps {
  preferences: NoticePreferences;
  onChange: (changes: NoticeChanges) => void;
}

function Choices({ preferences: { choices }, onChange }: ChoicesProps) {
  const say = useSay();
  const choose = (kinds: readonly Kind[], medium: Medium, on: boolean) => {
    const changed = { ...choices };
    for (const kind of kinds) changed[kind] = { ...changed[kind], [medium]: on };
    onChange({ choices: changed });
  };
  return (
    <>
      <table className={table.table}>
        <caption className="visually-hidden">{say('notify.text')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('notify.kind')}</th>
            {media.map((medium) => (
              <th key={medium} scope="col">
                {say(`notify.medium.${medium}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, kinds }) => (
            <tr key={name}>
              <th scope="row">{say(`notify.kind.${name}`)}</th>
              {media.map((medium) => {
                const isFixed = name === 'account' && medium === 'inApp';
                return (
                  <td key={medium}>
                    <Checkbox
                      aria-label={`${say(`notify.kind.${name}`)}: ${say(`notify.medium.${medium}`)}`}
                      checked={choices[kinds[0]][medium]}
                      disabled={isFixed}
                      onChange={(event) => choose(kinds, medium, event.currentTarget.checked)}
                    />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.dim}>{say('notify.always')}</p>
    </>
  );
}
