import type { ActionType } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { ActionIcon, Button, Kbd } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { ActionFields } from './action-fields.tsx';
import { actionKeys, keyRange } from './action-keys.ts';
import styles from './chosen-actions.module.css';
import { conflictOf } from './combination.ts';
import { type Chosen, type Decidable, removeAction } from './draft.ts';

interface ChosenActionsProps {
  detail: Decidable;
  actions: readonly Chosen[];
  onRemoved: () => void;
}

/** The actions of one decision, each with what it needs. */
export function ChosenActions({ detail, actions, onRemoved }: ChosenActionsProps) {
  const say = useSay();
  return (
    <ul className={styles.list} aria-label={say('decide.chosen')}>
      {actions.map((action) => {
        const name = say(`action.${action.type}`);
        return (
          <li key={action.type} className={styles.chosen}>
            <span>{name}</span>
            <ActionFields detail={detail} action={action} beside />
            <ActionIcon
              className={styles.remove}
              size="sm"
              aria-label={say('decide.remove', { action: name })}
              onClick={() => {
                removeAction(action.type);
                onRemoved();
              }}
            >
              <IconX size={14} stroke={1.8} aria-hidden />
            </ActionIcon>
          </li>
        );
      })}
    </ul>
  );
}

interface MoreActionsProps {
  detail: Decidable;
  types: readonly ActionType[];
  onAdd: (action: ActionType) => void;
  onAdded: () => void;
  hasKeys: boolean;
}

/** What else the same decision can hold. */
export function MoreActions({ detail, types, onAdd, onAdded, hasKeys }: MoreActionsProps) {
  const say = useSay();
  const more = actionKeys.filter(
    ({ action }) =>
      detail.allowed.actions.includes(action) &&
      !types.includes(action) &&
      !conflictOf(types, action),
  );
  if (more.length === 0) return null;
  return (
    <fieldset className={styles.more}>
      <legend className="visually-hidden">{say('decide.more')}</legend>
      <span aria-hidden>
        {say('decide.more')}{' '}
        {hasKeys && (
          <>
            <Kbd size="xs">Shift</Kbd> <Kbd size="xs">{keyRange}</Kbd>
          </>
        )}
      </span>
      {more.map(({ action }) => (
        <Button
          key={action}
          className={styles.add}
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={12} stroke={2} aria-hidden />}
          aria-label={say('decide.add', { action: say(`action.${action}`) })}
          onClick={() => {
            onAdd(action);
            onAdded();
          }}
        >
          {say(`action.${action}`)}
        </Button>
      ))}
    </fieldset>
  );
}
