import type { Me } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { Checkbox } from '@mantine/core';
import { useMe } from '../app/session.ts';
import styles from './me.module.css';
import table from './notice-preferences.module.css';
import type { NoticeChanges, NoticePreferences } from './notice-preferences-queries.ts';

type Kind = keyof NoticePreferences['choices'];
type Medium = 'inApp' | 'mail' | 'push';
type RowName =
  | 'mention'
  | 'directMessage'
  | 'threadReply'
  | 'channelInvite'
  | 'quietChannel'
  | 'account'
  | 'report'
  | 'alert'
  | 'case';

interface Row {
  name: RowName;
  /** The kinds that it stands for. */
  kinds: readonly Kind[];
  /** The list of notices always shows it. */
  isAlwaysHere?: true;
  /** Only who may do this is ever told of it. */
  permission?: Me['permissions'][number];
}

const media: readonly Medium[] = ['inApp', 'mail', 'push'];
const rows: readonly Row[] = [
  { name: 'mention', kinds: ['mention'] },
  { name: 'directMessage', kinds: ['directMessage'] },
  { name: 'threadReply', kinds: ['threadReply'] },
  { name: 'channelInvite', kinds: ['channelInvite'] },
  { name: 'quietChannel', kinds: ['channelIdle', 'channelArchived'], isAlwaysHere: true },
  { name: 'account', kinds: ['sanction', 'sanctionLifted'], isAlwaysHere: true },
  { name: 'report', kinds: ['flagReceived', 'flagOutcome'], isAlwaysHere: true },
  { name: 'alert', kinds: ['alert'], isAlwaysHere: true, permission: 'alerts:handle' },
  {
    name: 'case',
    kinds: ['caseAssigned', 'caseEscalated'],
    isAlwaysHere: true,
    permission: 'moderation:decide',
  },
];

interface NoticeChoicesProps {
  preferences: NoticePreferences;
  onChange: (changes: NoticeChanges) => void;
}

/** What one is told of, row by row, and the ways by which: every kind that a mail's link can turn off. */
export function NoticeChoices({ preferences: { choices }, onChange }: NoticeChoicesProps) {
  const say = useSay();
  const { permissions } = useMe();
  const choose = (kinds: readonly Kind[], medium: Medium, on: boolean) => {
    const changed = { ...choices };
    for (const kind of kinds) changed[kind] = { ...changed[kind], [medium]: on };
    onChange({ choices: changed });
  };
  const shown = rows.filter(({ permission }) => !permission || permissions.includes(permission));
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
          {shown.map(({ name, kinds, isAlwaysHere }) => (
            <tr key={name}>
              <th scope="row">{say(`notify.kind.${name}`)}</th>
              {media.map((medium) => {
                const on = kinds.filter((kind) => choices[kind][medium]).length;
                return (
                  <td key={medium}>
                    <Checkbox
                      aria-label={`${say(`notify.kind.${name}`)}: ${say(`notify.medium.${medium}`)}`}
                      checked={on === kinds.length}
                      // A mail's link turns off one kind, and a row may stand for two.
                      indeterminate={on > 0 && on < kinds.length}
                      disabled={isAlwaysHere && medium === 'inApp'}
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
