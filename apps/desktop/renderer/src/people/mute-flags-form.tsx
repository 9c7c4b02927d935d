import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../app/atalaya.ts';
import { durationText } from '../app/duration.ts';
import styles from './flagging.module.css';

const day = 24 * 60;
/** From the shortest; undefined: until it is lifted. */
const lengths = [day, 7 * day, 30 * day, 90 * day, undefined];
const fewestLetters = 3;

interface MuteFlagsFormProps {
  memberId: string;
  /** Null: without a limit. */
  longestMinutes: number | null;
  onDone: () => Promise<void>;
}

/** For how long somebody may not flag, and what they are told. */
export function MuteFlagsForm({ memberId, longestMinutes, onDone }: MuteFlagsFormProps) {
  const say = useSay();
  const errorText = useErrorText();
  const [minutes, setMinutes] = useState<number | undefined>(7 * day);
  const [reason, setReason] = useState('');
  const fitting = lengths.filter(
    (length) => longestMinutes === null || (length !== undefined && length <= longestMinutes),
  );
  const chosen = fitting.includes(minutes) ? minutes : fitting.at(-1);
  const { mutate, isPending, error } = useMutation({
    mutationFn: () =>
      api.moderation.flaggers.mute.mutate({
        memberId,
        reason,
        ...(chosen !== undefined && { until: new Date(Date.now() + chosen * 60_000) }),
      }),
    onSuccess: onDone,
  });
  return (
    <form
      className={styles.form}
      aria-label={say('flagging.mute')}
      onSubmit={(event) => {
        event.preventDefault();
        mutate();
      }}
    >
      <NativeSelect
        size="xs"
        label={say('flagging.for')}
        value={String(chosen ?? 'forGood')}
        onChange={({ currentTarget: { value } }) =>
          setMinutes(value === 'forGood' ? undefined : Number(value))
        }
        data={fitting.map((length) => ({
          value: String(length ?? 'forGood'),
          label: durationText(say, length),
        }))}
      />
      <Textarea
        size="xs"
        label={say('flagging.reason')}
        description={say('flagging.reason.hint')}
        rows={3}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={error ? errorText(error) : undefined}
        required
      />
      <Button
        type="submit"
        size="xs"
        loading={isPending}
        disabled={reason.trim().length < fewestLetters}
      >
        {say('flagging.confirm')}
      </Button>
    </form>
  );
}
