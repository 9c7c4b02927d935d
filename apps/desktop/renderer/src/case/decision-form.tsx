import { useSay } from '@atalaya/ui/i18n';
import { policies } from '@atalaya/ui/policies';
import { Button, Kbd, NativeSelect, Textarea } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, useEffect, useRef } from 'react';
import { durationText } from '../app/duration.ts';
import { ActionFields } from './action-fields.tsx';
import { ChosenActions, MoreActions } from './chosen-actions.tsx';
import { bearsNote, isTold } from './combination.ts';
import styles from './decision-bar.module.css';
import {
  changeDraft,
  type Decidable,
  type Draft,
  dropDraft,
  isShortened,
  typesOf,
} from './draft.ts';
import { focusNote, noteId, reasonId } from './reason.ts';
import type { Deciding } from './use-deciding.ts';

interface DecisionFormProps {
  detail: Decidable;
  current: Draft;
  /** The chosen actions, as one reads them. */
  named: string;
  deciding: Pick<Deciding, 'toggle' | 'confirm'>;
  /** Whether the screen's keys reach it: not in a dialog. */
  hasKeys?: boolean;
}

/** What the chosen actions need, and the policy and the reason that hold for all of them. */
export function DecisionForm({
  detail,
  current,
  named,
  deciding,
  hasKeys = true,
}: DecisionFormProps) {
  const say = useSay();
  const { actions } = current;
  const types = typesOf(current);
  const [only] = actions.length === 1 ? actions : [];
  const confirm = useRef<HTMLButtonElement>(null);
  // The button that was pressed may be gone: Enter goes on to confirm.
  const goOn = () => confirm.current?.focus();
  const longest = detail.allowed.longestBanMinutes;
  const needsNote = types.includes('note');
  // Without words it cannot be confirmed.
  useEffect(() => {
    if (needsNote) focusNote();
  }, [needsNote]);
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
  const isGrave = types.includes('ban') || types.includes('delete');
  return (
    <form className={styles.form} onSubmit={submit} aria-label={`${say('decide.title')}: ${named}`}>
      {!only && <ChosenActions detail={detail} actions={actions} onRemoved={goOn} />}
      <MoreActions
        detail={detail}
        types={types}
        onAdd={deciding.toggle}
        onAdded={goOn}
        hasKeys={hasKeys}
      />
      <div className={styles.line}>
        {only && <ActionFields detail={detail} action={only} />}
        {only?.type !== 'note' && (
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
      </div>
      {longest !== null && types.some((type) => isShortened(type, longest)) && (
        <p aria-hidden className={styles.none}>
          {say('decide.limit', { longest: durationText(say, longest) })}
        </p>
      )}
      {isTold(types) && (
        <Textarea
          id={reasonId}
          size="xs"
          autosize
          minRows={1}
          maxRows={4}
          maxLength={500}
          label={
            <>
              {say('decide.statement')} {hasKeys && <Kbd size="xs">R</Kbd>}
            </>
          }
          description={say('decide.statement.hint')}
          value={current.statement}
          onChange={(event) => changeDraft({ statement: event.currentTarget.value })}
          onKeyDown={keys}
        />
      )}
      {bearsNote(types) && (
        <Textarea
          id={noteId}
          size="xs"
          autosize
          minRows={1}
          maxRows={4}
          maxLength={2_000}
          label={say('decide.note')}
          required={needsNote}
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
          ref={confirm}
          // Where it is a dialog, Enter confirms at once.
          data-autofocus={!needsNote}
          size="compact-sm"
          type="submit"
          color={isGrave ? 'red' : 'sea'}
          disabled={needsNote && current.note.trim() === ''}
          rightSection={<Kbd size="xs">Enter</Kbd>}
        >
          {say('decide.confirm')}
        </Button>
      </div>
    </form>
  );
}
