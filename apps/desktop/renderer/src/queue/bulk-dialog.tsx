import { Dialog } from '@atalaya/ui/dialogs';
import { useSay } from '@atalaya/ui/i18n';
import { useStore } from '@atalaya/ui/state';
import { useNow } from '../app/now.ts';
import { useMe } from '../app/session.ts';
import { isTold } from '../case/combination.ts';
import { DecisionForm } from '../case/decision-form.tsx';
import { draft, dropDraft, typesOf } from '../case/draft.ts';
import { summaryOf } from './bulk-choice.ts';
import styles from './bulk-dialog.module.css';
import type { Bulk } from './use-bulk.ts';

/** How many people are named before the rest is counted. */
const named = 4;

/** One decision about several cases: whom it touches, what it says, and one confirmation. */
export function BulkDialog({ bulk }: { bulk: Bulk }) {
  const say = useSay();
  const me = useMe();
  const now = useNow();
  const current = useStore(draft);
  if (!current) return null;
  const types = typesOf(current);
  const { cases, people, several, heldBy } = summaryOf(bulk.rows, me.id, now);
  const list = new Intl.ListFormat(say.locale);
  const actions = list.format(types.map((type) => say(`action.${type}`)));
  const rest = people.length - named;
  const names = [
    ...people.slice(0, named),
    ...(rest > 0 ? [say('bulk.morePeople', { count: rest })] : []),
  ];
  return (
    <Dialog title={say('bulk.dialog', { actions, count: cases })} onClose={dropDraft}>
      <div className={styles.body}>
        <ul className={styles.summary}>
          <li>{say('bulk.cases', { count: cases })}</li>
          {people.length > 0 && (
            <li>{say('bulk.people', { count: people.length, names: list.format(names) })}</li>
          )}
          {several > 0 && isTold(types) && <li>{say('bulk.once', { count: several })}</li>}
          {heldBy.map(({ name, count }) => (
            <li key={name} className={styles.held}>
              {say('bulk.held', { count, name })}
            </li>
          ))}
        </ul>
        <DecisionForm
          detail={bulk.about}
          current={current}
          named={actions}
          deciding={bulk}
          hasKeys={false}
        />
      </div>
    </Dialog>
  );
}
