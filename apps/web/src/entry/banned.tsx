import { EntryFrame, EntryText } from '@atalaya/ui/entry';
import { useSay } from '@atalaya/ui/i18n';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api } from '../app/atalaya.ts';
import { useCountdown } from '../moderation/countdown.ts';
import { Statement } from '../moderation/statement.tsx';
import { banIn, type KnownBan, keptBan } from './ban.ts';
import styles from './banned.module.css';

/** A line that was closed says no more than that; whoever asks to go on is told the reasons. */
async function readBan(): Promise<KnownBan> {
  const kept = keptBan.get() ?? 'unknown';
  if (kept !== 'unknown') return kept;
  const told = await api.auth.refresh.mutate(undefined).then(() => null, banIn);
  if (told) keptBan.set(told);
  return told ?? 'unknown';
}

/** In place of the product for who is banned: why, until when, and what can be done about it. */
export function Banned() {
  const say = useSay();
  const navigate = useNavigate();
  const { data = 'unknown' } = useQuery({ queryKey: ['ban'], queryFn: readBan, gcTime: 0 });
  const ban = data === 'unknown' ? null : data;
  const left = useCountdown(ban?.until ?? null);
  const isOver = left === 0;
  const enter = () => {
    keptBan.set(null);
    void navigate({ to: '/sign-in', replace: true });
  };
  return (
    <EntryFrame title={say(isOver ? 'banned.over' : 'banned.title')}>
      <EntryText isNews>
        {say(isOver ? 'banned.over.text' : 'banned.text')}
        {!ban && ` ${say('banned.unknown')}`}
      </EntryText>
      {ban && !isOver && (
        <div className={styles.reasons}>
          <Statement policy={ban.policy} statement={ban.statement} until={ban.until} isOut />
        </div>
      )}
      <Button variant={isOver || !ban ? 'filled' : 'default'} onClick={enter} fullWidth>
        {say(isOver || !ban ? 'banned.enter' : 'banned.other')}
      </Button>
    </EntryFrame>
  );
}
