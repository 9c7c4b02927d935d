import type { CaseDetail } from '@atalaya/api/types';
import { relative } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { api } from '../app/atalaya.ts';
import { durationText } from '../app/duration.ts';
import pane from './case-pane.module.css';
import styles from './flags.module.css';
import { MoreButton, useRest } from './rest.tsx';

/** What was decided so far, with what was taken back. */
export function Decisions({ detail }: { detail: CaseDetail }) {
  const say = useSay();
  const caseId = detail.id;
  const rest = useRest({
    caseId,
    kind: 'decisions',
    cursor: detail.more.decisions,
    read: (cursor) => api.moderation.cases.decisions.query({ caseId, cursor }),
  });
  const decisions = [...rest.items.toReversed(), ...detail.decisions];
  if (decisions.length === 0) return null;
  return (
    <section className={pane.section}>
      <h3>{say('case.decisions')}</h3>
      <MoreButton rest={rest} />
      <ul className={styles.list}>
        {decisions.map(
          ({ id, by, actions, policy, statement, note, revertsId, reverted, createdAt }) => (
            <li key={id}>
              <div>
                <p className={styles.line}>
                  <strong>
                    {revertsId
                      ? say('case.decision.reverts')
                      : actions
                          .map(({ type, minutes }) =>
                            type === 'mute' || type === 'ban'
                              ? `${say(`action.${type}`)} (${durationText(say, minutes)})`
                              : say(`action.${type}`),
                          )
                          .join(', ')}
                  </strong>
                  <span>{say(`policy.${policy}`)}</span>
                  <span>{by.displayName}</span>
                  <time dateTime={createdAt.toISOString()}>{relative(say.locale, createdAt)}</time>
                  {reverted && <span>{say('case.decision.reverted')}</span>}
                </p>
                {statement && <p className={styles.note}>{statement}</p>}
                {note && <p className={styles.note}>{say('case.decision.note', { text: note })}</p>}
              </div>
            </li>
          ),
        )}
      </ul>
    </section>
  );
}
