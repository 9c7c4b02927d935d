import type { RouterOutputs } from '@atalaya/api/types';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useTask } from '@atalaya/ui/state';
import { Alert, Button, Checkbox, Textarea } from '@mantine/core';
import { IconFlask } from '@tabler/icons-react';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { api } from '../app/atalaya.ts';
import type { RuleContent } from './rule-draft.ts';
import styles from './try-text.module.css';

type Outcome = RouterOutputs['moderation']['rules']['test'];

interface TryTextProps {
  /** The rule that is being written, tried beside those in force; absent: these alone. */
  draft?: RuleContent;
  /** Saved already, so that its saved form is not told of as well. */
  ruleId?: string;
  /** Gives false where the rule cannot be tried as it is written. */
  isReady?: () => boolean;
}

/** Says what the rules, or one that is not saved yet, see in a text. */
export function TryText({ draft, ruleId, isReady = () => true }: TryTextProps) {
  const say = useSay();
  const errorText = useErrorText();
  const id = useId();
  const [text, setText] = useState('');
  const [alone, setAlone] = useState(true);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const standsAlone = draft === undefined;
  useEffect(() => {
    if (standsAlone) field.current?.focus();
  }, [standsAlone]);
  const written = JSON.stringify([text, alone, draft]);
  // What was found belongs to what was tried.
  useEffect(() => setOutcome(null), [written]);

  const run = useTask(async () => {
    const told = await api.moderation.rules.test.query({
      text,
      ...(draft && { draft: { ...draft, name: draft.name || say('try.this') }, draftOnly: alone }),
    });
    setOutcome(told);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '' && isReady()) void run.run(undefined);
  };
  return (
    <section className={styles.try} aria-labelledby={id}>
      <h3 id={id} className={standsAlone ? 'visually-hidden' : undefined}>
        {say('try.title')}
      </h3>
      <form onSubmit={submit}>
        <Textarea
          ref={field}
          size="xs"
          label={say('try.text')}
          description={say('try.hint')}
          autosize
          minRows={3}
          maxRows={10}
          maxLength={20_000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
          }}
        />
        <div className={styles.run}>
          {draft && (
            <Checkbox
              size="xs"
              label={say('try.alone')}
              checked={alone}
              onChange={(event) => setAlone(event.currentTarget.checked)}
            />
          )}
          <Button
            type="submit"
            size="xs"
            variant="default"
            loading={run.running}
            disabled={text.trim() === ''}
            leftSection={<IconFlask size={15} aria-hidden />}
          >
            {say('try.run')}
          </Button>
        </div>
      </form>
      <div role="status">
        {run.error !== null && (
          <Alert color="red" variant="light">
            {errorText(run.error)}
          </Alert>
        )}
        {outcome && <Found outcome={outcome} ruleId={ruleId} />}
      </div>
    </section>
  );
}

function Found({ outcome, ruleId }: { outcome: Outcome; ruleId: string | undefined }) {
  const say = useSay();
  // A saved rule beside its draft would be told twice.
  const matches = outcome.matches.filter((match) => !ruleId || match.ruleId !== ruleId);
  return (
    <div className={styles.found} data-outcome={outcome.outcome}>
      <p>
        <strong>{say(`try.outcome.${outcome.outcome}`)}</strong>
      </p>
      {matches.length > 0 && (
        <ul>
          {matches.map((match) => (
            <li key={match.ruleId ?? 'draft'}>
              <p>
                <strong>{match.ruleId === null ? say('try.this') : match.name}</strong>
                {[say(`ruleOutcome.${match.outcome}`), say(`policy.${match.policy}`)].join(' · ')}
              </p>
              {match.matched.length > 0 && (
                <p>{say('try.matched', { text: match.matched.join(' · ') })}</p>
              )}
            </li>
          ))}
        </ul>
      )}
      <p className={styles.read}>
        {say('try.normalised')} <code>{outcome.normalised}</code>
      </p>
    </div>
  );
}
