import type { ActionType, CaseDetail } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { useStore } from '@atalaya/ui/state';
import { Button, Kbd } from '@mantine/core';
import { useMay, useMe } from '../app/session.ts';
import { marks } from '../queue/marks.ts';
import { actionKeys } from './action-keys.ts';
import styles from './decision-bar.module.css';
import { DecisionForm } from './decision-form.tsx';
import { draft, typesOf } from './draft.ts';
import type { Deciding } from './use-deciding.ts';

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
  // While several are marked, the keys are about those.
  const hasKeys = useStore(marks).versions.size === 0;
  const { actions } = detail.allowed;
  // What was being decided may have become impossible: somebody else took the case.
  const isPossible = (types: readonly ActionType[]) => types.every((one) => actions.includes(one));
  const mine = current?.caseId === detail.id && isPossible(typesOf(current)) ? current : null;
  const chosen = mine ? typesOf(mine) : [];
  const refusal = !mayDecide
    ? 'decide.readOnly'
    : detail.state !== 'open'
      ? detail.state === 'merged'
        ? 'case.merged'
        : 'decide.decided'
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
  const named = new Intl.ListFormat(say.locale).format(chosen.map((one) => say(`action.${one}`)));
  return (
    <footer className={styles.bar}>
      {detail.escalatedAt && !actions.includes('dismiss') && !isTaken && (
        <p className={styles.none}>{say('error.forbidden.escalated')}</p>
      )}
      {isTaken && (
        <p className={styles.none}>{say('queue.heldBy', { name: holder.displayName })}</p>
      )}
      <fieldset className={styles.actions}>
        <legend className="visually-hidden">{say('decide.title')}</legend>
        {actionKeys
          .filter(({ action }) => actions.includes(action))
          .map(({ action, key }) => (
            <Button
              key={action}
              size="compact-sm"
              variant={chosen.includes(action) ? 'filled' : 'default'}
              aria-pressed={chosen.includes(action)}
              rightSection={hasKeys && <Kbd size="xs">{key}</Kbd>}
              onClick={({ shiftKey }) =>
                shiftKey ? deciding.toggle(action) : deciding.choose(action)
              }
            >
              {say(`action.${action}`)}
            </Button>
          ))}
      </fieldset>
      <p className="visually-hidden" role="status">
        {chosen.length > 1 && say('decide.together', { actions: named })}
      </p>
      {mine && <DecisionForm detail={detail} current={mine} named={named} deciding={deciding} />}
    </footer>
  );
}
