import type { PersonDetail } from '@atalaya/api/types';
import { moment, relative } from '@atalaya/ui/format';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { toastDone, toastFailure } from '@atalaya/ui/toasts';
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../app/atalaya.ts';
import { useNow } from '../app/now.ts';
import dossier from './dossier.module.css';
import { Fact, Part } from './dossier-parts.tsx';
import styles from './flagging.module.css';
import { MuteFlagsForm } from './mute-flags-form.tsx';
import { personQuery } from './people-queries.ts';

interface FlaggingProps {
  person: Pick<PersonDetail, 'id' | 'flagging'>;
}

/** How this person flags, roughly, and whether they may. */
export function FlaggingPart({ person: { id, flagging } }: FlaggingProps) {
  const say = useSay();
  const { upheld, dismissed, weight, mute, mayMute } = flagging;
  return (
    <Part title="flagging.title">
      <dl className={dossier.facts}>
        <Fact label="flagging.upheld">{say(`flags.${upheld}`)}</Fact>
        <Fact label="flagging.dismissed">{say(`flags.${dismissed}`)}</Fact>
        <Fact label="flagging.weight" isBad={weight === 'little'}>
          {say(`flagging.weight.${weight}`)}
        </Fact>
      </dl>
      {(mute || mayMute) && (
        <div className={styles.below}>
          {mute && <Mute mute={mute} />}
          {mayMute && (mute ? <Unmute memberId={id} /> : <MuteFlags memberId={id} {...flagging} />)}
        </div>
      )}
    </Part>
  );
}

function Mute({ mute }: { mute: NonNullable<PersonDetail['flagging']['mute']> }) {
  const say = useSay();
  const now = useNow();
  const { until, since, reason, by } = mute;
  return (
    <div className={styles.mute}>
      <p>
        <strong>
          {until
            ? say('flagging.mutedUntil', { when: moment(say.locale, until) })
            : say('flagging.muted')}
        </strong>
      </p>
      <p>{reason}</p>
      <p className={styles.small}>
        {say('flagging.by', { name: by.displayName, when: relative(say.locale, since, now) })}
      </p>
    </div>
  );
}

/** The file read again after a change. */
function useChanged(memberId: string) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: personQuery(memberId).queryKey });
}

function Unmute({ memberId }: { memberId: string }) {
  const say = useSay();
  const errorText = useErrorText();
  const changed = useChanged(memberId);
  const { mutate, isPending } = useMutation({
    mutationFn: () => api.moderation.flaggers.unmute.mutate({ memberId }),
    onSuccess: async () => {
      await changed();
      toastDone(say('flagging.done.unmuted'));
    },
    onError: (error) => toastFailure(errorText(error)),
  });
  return (
    <Button size="xs" variant="default" loading={isPending} onClick={() => mutate()}>
      {say('flagging.unmute')}
    </Button>
  );
}

interface MuteFlagsProps extends Pick<PersonDetail['flagging'], 'longestMinutes'> {
  memberId: string;
}

function MuteFlags({ memberId, longestMinutes }: MuteFlagsProps) {
  const say = useSay();
  const changed = useChanged(memberId);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        size="xs"
        variant="default"
        aria-expanded={isOpen}
        onClick={() => setOpen((was) => !was)}
      >
        {say('flagging.mute')}
      </Button>
      {isOpen && (
        <MuteFlagsForm
          memberId={memberId}
          longestMinutes={longestMinutes}
          onDone={async () => {
            await changed();
            toastDone(say('flagging.done.muted'));
          }}
        />
      )}
    </>
  );
}
