import type { RouterOutputs } from '@atalaya/api/types';
import { shortMoment } from '@atalaya/ui/format';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useTask } from '@atalaya/ui/state';
import { Alert, Button, NativeSelect } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { type FormEvent, useEffect, useId, useState } from 'react';
import { api } from '../app/atalaya.ts';
import type { RuleContent } from './rule-draft.ts';
import styles from './try-text.module.css';

type Trial = RouterOutputs['moderation']['rules']['trial'];

const spans = [1, 7, 30] as const;

interface RuleTrialProps {
  /** The rule as it is being written. */
  draft: RuleContent;
  /** Gives false where the rule cannot be tried as it is written. */
  isReady: () => boolean;
}

/** Says what the rule would have caught in the last days. */
export function RuleTrial({ draft, isReady }: RuleTrialProps) {
  const say = useSay();
  const errorText = useErrorText();
  const id = useId();
  const [days, setDays] = useState<number>(7);
  const [trial, setTrial] = useState<Trial | null>(null);
  const written = JSON.stringify([days, draft]);
  // What was found belongs to what was tried.
  useEffect(() => setTrial(null), [written]);
  const run = useTask(async () => {
    const name = draft.name || say('try.this');
    setTrial(await api.moderation.rules.trial.query({ draft: { ...draft, name }, days }));
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady()) void run.run(undefined);
  };
  return (
    <section className={styles.try} aria-labelledby={id}>
      <h3 id={id}>{say('trial.title')}</h3>
      <form className={styles.run} onSubmit={submit}>
        <NativeSelect
          size="xs"
          aria-label={say('trial.days')}
          value={days}
          onChange={(event) => setDays(Number(event.currentTarget.value))}
          data={spans.map((count) => ({
            value: String(count),
            label: say('trial.lastDays', { count }),
          }))}
        />
        <Button
          type="submit"
          size="xs"
          variant="default"
          loading={run.running}
          leftSection={<IconHistory size={15} aria-hidden />}
        >
          {say('trial.run')}
        </Button>
      </form>
      <p className={styles.hint}>{say('trial.hint')}</p>
      <div role="status">
        {run.error !== null && (
          <Alert color="red" variant="light">
            {errorText(run.error)}
          </Alert>
        )}
        {trial && <Caught trial={trial} outcome={draft.outcome} />}
      </div>
    </section>
  );
}

function Caught({ trial, outcome }: { trial: Trial; outcome: RuleContent['outcome'] }) {
  const say = useSay();
  const { found, people, looked, isPartial, from, newest } = trial;
  return (
    <div className={styles.found} data-outcome={found > 0 ? outcome : 'allow'}>
      <p>
        <strong>{say('trial.found', { count: found })}</strong>
        {found > 0 && <span>{say('trial.people', { count: people })}</span>}
      </p>
      {newest.length > 0 && (
        <ul>
          {newest.map(({ messageId, author, channelName, writtenAt, excerpt, matched }) => (
            <li key={messageId}>
              <p>
                <strong>{author?.displayName ?? say('rules.nobody')}</strong>
                {[channelName, shortMoment(say.locale, writtenAt)].join(' · ')}
              </p>
              <p className={styles.excerpt}>{excerpt || say('trial.noText')}</p>
              {matched.length > 0 && <p>{say('try.matched', { text: matched.join(' · ') })}</p>}
            </li>
          ))}
        </ul>
      )}
      <p className={styles.read}>
        {say('trial.looked', { count: looked })}
        {isPartial && ` ${say('trial.partial', { from: shortMoment(say.locale, from) })}`}
        {newest.length < found && ` ${say('trial.newest', { count: newest.length })}`}
      </p>
    </div>
  );
}
