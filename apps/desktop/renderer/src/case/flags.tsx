import type { CaseDetail } from '@atalaya/api/types';
import { relative } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { IconFlag, IconRobot } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { api } from '../app/atalaya.ts';
import pane from './case-pane.module.css';
import styles from './flags.module.css';
import { MoreButton, useRest } from './rest.tsx';

/** Who flagged it, which rules found it, and what they said. */
export function Flags({ detail }: { detail: CaseDetail }) {
  const say = useSay();
  const caseId = detail.id;
  const rest = useRest({
    caseId,
    kind: 'flags',
    cursor: detail.more.flags,
    read: (cursor) => api.moderation.cases.flags.query({ caseId, cursor }),
  });
  if (detail.flags.length === 0) return null;
  return (
    <section className={pane.section}>
      <h3>{say('case.flags')}</h3>
      <ul className={styles.list}>
        {[...detail.flags, ...rest.items].map(
          ({ id, flagger, rule, policy, note, matched, createdAt }) => (
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
                      (rule ? (
                        <Link to="/rules" search={{ rule: rule.id }}>
                          {say('case.flags.rule', { name: rule.name })}
                        </Link>
                      ) : (
                        say('case.flags.goneRule')
                      ))}
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
          ),
        )}
      </ul>
      <MoreButton rest={rest} />
    </section>
  );
}
