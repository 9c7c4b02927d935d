import type { ActionType, CaseDetail } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { useStore } from '@atalaya/ui/state';
import { Button, Checkbox, Kbd, NativeSelect, Textarea } from '@mantine/core';
import type { FormEvent, KeyboardEvent } from 'react';
import { durationText } from '../app/duration.ts';
import { useMay, useMe } from '../app/session.ts';
import { policies } from '../queue/filters.ts';
import styles from './decision-bar.module.css';
import { banChoices, changeDraft, type Draft, draft, dropDraft, muteMinutes } from './draft.ts';
import { reasonId } from './reason.ts';
import type { Deciding } from './use-deciding.ts';

const choices: readonly { action: ActionType; key: string }[] = [
  { action: 'dismiss', key: '1' },
  { action: 'warn', key: '2' },
  { action: 'hide', key: '3' },
  { action: 'mute', key: '4' },
  { action: 'ban', key: '5' },
  { action: 'delete', key: '6' },
  { action: 'note', key: '' },
];

interface DecisionBarProps {
  detail: CaseDetail;
  deciding: Deciding;
}

/** What can be decided, each with its key; one key chooses, the next confirms. */
export function DecisionBar({ detail, deciding }: DecisionBarProps) {
  const say = useSay();
  const me = useMe();
  const mayDecide = useMay('moderation:decide');
  const current = useStore(draft);
  const { actions } = detail.allowed;
  // What was being decided may have become impossible: somebody else took the case.
  const mine = current?.caseId === detail.id && actions.includes(current.action) ? current : null;
  const refusal = !mayDecide
    ? 'decide.readOnly'
    : detail.state === 'decided'
      ? 'decide.decided'
      : actions.length === 0
        ? 'decide.nothing'
        : null;
  if (refusal) {
    return (
      <footer className={styles.bar}>
        <p className={styles.none}>{say(refusal)}</p>
      </footer>
    );
  }
  const holder = detail.claim?.by;
  const isTaken = holder && holder.id !== me.id && !actions.includes('dismiss');
  return (
    <footer className={styles.bar}>
      {isTaken && (
        <p className={styles.none}>{say('queue.heldBy', { name: holder.displayName })}</p>
      )}
      <fieldset className={styles.actions}>
        <legend className="visually-hidden">{say('decide.title')}</legend>
        {choices
          .filter(({ action }) => actions.includes(action))
          .map(({ action, key }) => (
            <Button
              key={action}
              size="compact-sm"
              variant={mine?.action === action ? 'filled' : 'default'}
              aria-pressed={mine?.action === action}
              rightSection={key && <Kbd size="xs">{key}</Kbd>}
              onClick={() => deciding.choose(action)}
            >
              {say(`action.${action}`)}
            </Button>
          ))}
      </fieldset>
      {mine && <DraftForm detail={detail} current={mine} deciding={deciding} />}
    </footer>
  );
}

interface DraftFormProps extends DecisionBarProps {
  current: Draft;
}

function DraftForm({ detail, current, deciding }: DraftFormProps) {
  const say = useSay();
  const { action } = current;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    deciding.confirm();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      dropDraft();
    } else if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      deciding.confirm();
    }
  };
  const isNote = action === 'note';
  return (
    <form
      className={styles.form}
      onSubmit={submit}
      aria-label={`${say('decide.title')}: ${say(`action.${action}`)}`}
    >
      <div className={styles.line}>
        {action === 'mute' && <Duration choices={[...muteMinutes]} value={current.minutes} />}
        {action === 'ban' && (
          <Duration
            choices={banChoices(detail.allowed.longestBanMinutes)}
            value={current.minutes}
          />
        )}
        {!isNote && (
          <NativeSelect
            size="xs"
            label={say('decide.policy')}
            value={current.policy}
            onChange={(event) =>
              changeDraft({ policy: event.currentTarget.value as Draft['policy'] })
            }
            data={policies.map((value) => ({ value, label: say(`policy.${value}`) }))}
          />
        )}
        {action === 'mute' && detail.channel && (
          <Checkbox
            size="xs"
            label={say('decide.everywhere')}
            checked={current.everywhere}
            onChange={(event) => changeDraft({ everywhere: event.currentTarget.checked })}
          />
        )}
      </div>
      {!isNote && action !== 'dismiss' && (
        <Textarea
          id={reasonId}
          size="xs"
          autosize
          minRows={1}
          maxRows={4}
          maxLength={500}
          label={
            <>
              {say('decide.statement')} <Kbd size="xs">R</Kbd>
            </>
          }
          description={say('decide.statement.hint')}
          value={current.statement}
          onChange={(event) => changeDraft({ statement: event.currentTarget.value })}
          onKeyDown={keys}
        />
      )}
      {(isNote || action === 'dismiss') && (
        <Textarea
          id={reasonId}
          size="xs"
          autosize
          minRows={1}
          maxRows={4}
          maxLength={2_000}
          label={say('decide.note')}
          required={isNote}
          withAsterisk={false}
          value={current.note}
          onChange={(event) => changeDraft({ note: event.currentTarget.value })}
          onKeyDown={keys}
        />
      )}
      <div className={styles.buttons}>
        <Button size="compact-sm" variant="default" onClick={dropDraft}>
          {say('decide.cancel')}
        </Button>
        <Button
          size="compact-sm"
          type="submit"
          color={action === 'ban' || action === 'delete' ? 'red' : 'sea'}
          disabled={isNote && current.note.trim() === ''}
          rightSection={<Kbd size="xs">Enter</Kbd>}
        >
          {say('decide.confirm')}
        </Button>
      </div>
    </form>
  );
}

interface DurationProps {
  choices: (number | undefined)[];
  value: number | undefined;
}

function Duration({ choices, value }: DurationProps) {
  const say = useSay();
  return (
    <NativeSelect
      size="xs"
      label={say('decide.for')}
      value={value ?? 'forGood'}
      onChange={(event) => {
        const chosen = event.currentTarget.value;
        changeDraft({ minutes: chosen === 'forGood' ? undefined : Number(chosen) });
      }}
      data={choices.map((minutes) => ({
        value: String(minutes ?? 'forGood'),
        label: durationText(say, minutes),
      }))}
    />
  );
}
