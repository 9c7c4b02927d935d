import type { AuditEntry } from '@atalaya/api/types';
import { fullStamp, relative } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import { PagedList } from '@atalaya/ui/lists';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import { useNow } from '../app/now.ts';
import { changeLines, isSame, lineText } from '../audit/changes.ts';
import styles from './rule-history.module.css';
import { ruleHistory } from './rules-queries.ts';

/** Who changed the rule, when, from what to what. */
export function RuleHistory({ ruleId }: { ruleId: string }) {
  const say = useSay();
  const id = useId();
  const list = useInfiniteQuery(ruleHistory(ruleId));
  return (
    <section className={styles.history} aria-labelledby={id}>
      <h3 id={id}>{say('rule.history')}</h3>
      <PagedList list={list} rows={3} empty={<p>{say('rule.history.none')}</p>}>
        {(entries: AuditEntry[]) => (
          <ol>
            {entries.map((entry) => (
              <Line key={entry.position} entry={entry} />
            ))}
          </ol>
        )}
      </PagedList>
      <Link to="/audit" search={{ type: 'rule', id: ruleId } as object}>
        {say('rule.history.all')}
      </Link>
    </section>
  );
}

function Line({ entry }: { entry: AuditEntry }) {
  const say = useSay();
  const now = useNow();
  const what = `rule.history.${entry.action.split('.').at(-1)}`;
  const changes = entry.before === null ? [] : changeLines(entry).filter((line) => !isSame(line));
  return (
    <li>
      <p>
        <strong>{say.knows(what) ? say(what) : entry.action}</strong>
        <span>{entry.actor?.displayName ?? say('audit.system')}</span>
        <time dateTime={entry.at.toISOString()} title={fullStamp(say.locale, entry.at)}>
          {relative(say.locale, entry.at, now)}
        </time>
      </p>
      {entry.after !== null &&
        changes.map((line) => (
          <p key={line.path} className={styles.change}>
            {lineText(line)}
          </p>
        ))}
    </li>
  );
}
