import type { CaseDetail } from '@atalaya/api/types';
import { relative } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { IconFlag, IconRobot } from '@tabler/icons-react';
import pane from './case-pane.module.css';
import styles from './flags.module.css';

/** Who flagged it, which rules found it, and what they said. */
export function Flags({ detail }: { detail: CaseDetail }) {
  const say = useSay();
  if (detail.flags.length === 0) return null;
  return (
    <section className={pane.section}>
      <h3>{say('case.flags')}</h3>
      <ul className={styles.list}>
        {detail.flags.map(({ id, flagger, rule, policy, note, matched, createdAt }) => (
          <li key={id}>
            {flagger ? (
              <IconFlag size={15} stroke={1.7} aria-hidden />
            ) : (
              <IconRobot size={15} stroke={1.7} aria-hidden />
            )}
            <div>
              <p className={styles.line}>
                <strong>
                  {flagger?.displayName ??
                    (rule
                      ? say('case.flags.rule', { name: rule.name })
                      : say('case.flags.goneRule'))}
                </strong>
                <span>{say(`policy.${policy}`)}</span>
                <time dateTime={createdAt.toISOString()}>{relative(say.locale, createdAt)}</time>
              </p>
              {note && <p className={styles.note}>{note}</p>}
              {matched.length > 0 && (
                <p className={styles.note}>
                  {say('case.flags.matched', { text: matched.join(', ') })}
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
