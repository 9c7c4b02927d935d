import type { Policy } from '@atalaya/api/types';
import { moment } from '@atalaya/ui/format';
import { useSay } from '@atalaya/ui/i18n';
import styles from './statement.module.css';
import { TimeLeft } from './time-left.tsx';

interface StatementProps {
  policy: Policy | null;
  /** What staff wrote to the person; empty when they wrote nothing. */
  statement: string;
  /** Until when it lasts; null: without end; absent: it is nothing that lasts. */
  until?: Date | null;
  /** Of a mute: in which channel. */
  where?: string | undefined;
  /** Whether the person has no way into the product. */
  isOut?: boolean;
}

/** The reasons of a sanction: where, why, in what words, until when, and what one can do about it. */
export function Statement({ policy, statement, until, where, isOut = false }: StatementProps) {
  const say = useSay();
  return (
    <div className={styles.statement}>
      <dl>
        {where !== undefined && (
          <div>
            <dt>{say('sanction.where')}</dt>
            <dd>{where}</dd>
          </div>
        )}
        {policy && (
          <div>
            <dt>{say('sanction.why')}</dt>
            <dd>
              <strong>{say(`policy.${policy}`)}.</strong> {say(`policy.${policy}.text`)}
            </dd>
          </div>
        )}
        {statement && (
          <div>
            <dt>{say('sanction.statement')}</dt>
            <dd className={styles.words}>{statement}</dd>
          </div>
        )}
        {until !== undefined && (
          <div>
            <dt>{say('sanction.until')}</dt>
            <dd>
              {until ? (
                <>
                  <time dateTime={until.toISOString()}>{moment(say.locale, until)}</time>
                  {'. '}
                  <TimeLeft until={until} />
                </>
              ) : (
                say('sanction.forGood')
              )}
            </dd>
          </div>
        )}
        <div>
          <dt>{say('sanction.appeal.title')}</dt>
          <dd>{say(isOut ? 'sanction.appeal.banned' : 'sanction.appeal')}</dd>
        </div>
      </dl>
    </div>
  );
}
