import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useStore } from '@atalaya/ui/state';
import { ActionIcon, Button, Kbd, Progress } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useEffect } from 'react';
import { actionKeys } from '../case/action-keys.ts';
import { draft, dropDraft } from '../case/draft.ts';
import { bulkFailures, bulkProgress } from './bulk.ts';
import styles from './bulk-bar.module.css';
import { markedId } from './bulk-choice.ts';
import { BulkDialog } from './bulk-dialog.tsx';
import { clearMarks } from './marks.ts';
import type { Bulk } from './use-bulk.ts';

/** How many of those that could not be decided are named. */
const named = 4;

/** What is marked and what can be decided about all of it; then how far it is, and what was not possible. */
export function BulkBar({ bulk }: { bulk: Bulk }) {
  const say = useSay();
  const { rows, about } = bulk;
  const progress = useStore(bulkProgress);
  const failures = useStore(bulkFailures);
  const isChoosing = useStore(draft)?.caseId === markedId;
  const count = rows.length;
  // What was marked may all have been decided by others.
  useEffect(() => {
    if (isChoosing && count === 0) dropDraft();
  }, [isChoosing, count]);
  const isThere = count > 0 || progress !== null || failures.length > 0;
  return (
    <section className={styles.place} aria-label={say('bulk.title')}>
      <p className="visually-hidden" role="status">
        {progress
          ? say('bulk.progress', { done: progress.done, total: progress.total })
          : count > 0 && say('bulk.marked', { count })}
      </p>
      {isThere && (
        <div className={styles.bar}>
          {progress && (
            <div className={styles.progress}>
              <Progress
                value={(100 * progress.done) / progress.total}
                aria-label={say('bulk.deciding')}
              />
              <span aria-hidden>
                {say('bulk.progress', { done: progress.done, total: progress.total })}
              </span>
            </div>
          )}
          {!progress && <Failures />}
          {!progress && count > 0 && (
            <>
              <div className={styles.head}>
                <strong aria-hidden>{say('bulk.marked', { count })}</strong>
                <Button size="compact-sm" variant="subtle" onClick={clearMarks}>
                  {say('bulk.clear')}
                </Button>
              </div>
              <fieldset className={styles.actions}>
                <legend className="visually-hidden">{say('bulk.decide')}</legend>
                {actionKeys
                  .filter(({ action }) => about.allowed.actions.includes(action))
                  .map(({ action, key }) => (
                    <Button
                      key={action}
                      size="compact-sm"
                      variant="default"
                      rightSection={<Kbd size="xs">{key}</Kbd>}
                      onClick={() => bulk.choose(action)}
                    >
                      {say(`action.${action}`)}
                    </Button>
                  ))}
              </fieldset>
            </>
          )}
        </div>
      )}
      {isChoosing && count > 0 && <BulkDialog bulk={bulk} />}
    </section>
  );
}

/** What could not be decided the last time, with the reason in words. */
function Failures() {
  const say = useSay();
  const errorText = useErrorText();
  const failures = useStore(bulkFailures);
  if (failures.length === 0) return null;
  const more = failures.length - named;
  return (
    <div className={styles.failures} role="alert">
      <div className={styles.head}>
        <strong>{say('bulk.failed', { count: failures.length })}</strong>
        <ActionIcon aria-label={say('bulk.failed.close')} onClick={() => bulkFailures.set([])}>
          <IconX size={15} stroke={1.8} aria-hidden />
        </ActionIcon>
      </div>
      <ul>
        {failures.slice(0, named).map(({ row, error }) => (
          <li key={row.id}>
            {say('bulk.failed.one', {
              name: row.concerns?.displayName ?? row.channel?.name ?? row.excerpt,
              reason: errorText(error),
            })}
          </li>
        ))}
        {more > 0 && <li>{say('bulk.more', { count: more })}</li>}
      </ul>
    </div>
  );
}
