import type { Rule } from '@atalaya/api/types';
import { AtalayaError } from '@atalaya/client';
import { useSay } from '@atalaya/ui/i18n';
import { SidePanel } from '@atalaya/ui/layout';
import { Empty, Failure, RowsSkeleton } from '@atalaya/ui/pieces';
import { IconAlertTriangle, IconFilterOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '../app/session.ts';
import { RuleFacts } from './rule-facts.tsx';
import { RuleForm } from './rule-form.tsx';
import { RuleHistory } from './rule-history.tsx';
import styles from './rule-panel.module.css';
import { ruleQuery } from './rules-queries.ts';
import { TryText } from './try-text.tsx';

interface RulePanelProps {
  /** A rule's id; `new`; `try`: the rules as they are. */
  open: string;
  /** It as it was saved a moment ago. */
  saved: Rule | null;
  onSaved: (rule: Rule) => void;
  onDeleted: () => void;
  onClose: () => void;
  setUnsaved: (isUnsaved: boolean) => void;
}

/** Beside the list: one rule, a new one, or a text that is tried. */
export function RulePanel({ open, ...props }: RulePanelProps) {
  const say = useSay();
  const mayEdit = useMay('moderation:rules');
  if (!mayEdit || (open !== 'new' && open !== 'try')) return <OneRule ruleId={open} {...props} />;
  return (
    <div className={styles.place}>
      <SidePanel title={say(open === 'new' ? 'rule.new' : 'try.title')} onClose={props.onClose}>
        <div className={styles.panel}>
          {open === 'new' ? <RuleForm rule={null} {...props} /> : <TryText />}
        </div>
      </SidePanel>
    </div>
  );
}

function OneRule({ ruleId, ...props }: Omit<RulePanelProps, 'open'> & { ruleId: string }) {
  const say = useSay();
  const mayEdit = useMay('moderation:rules');
  const mayAudit = useMay('audit:read');
  const { data: rule, error, isPending, refetch } = useQuery(ruleQuery(ruleId));
  const title = rule ? say('rule.title', { name: rule.name }) : say('rules.title');
  return (
    <div className={styles.place}>
      <SidePanel title={title} onClose={props.onClose}>
        {isPending && <RowsSkeleton rows={9} />}
        {error && !rule && <NoRule error={error} onRetry={() => void refetch()} />}
        {rule && (
          <div className={styles.panel}>
            {mayEdit ? <RuleForm rule={rule} {...props} /> : <RuleFacts rule={rule} />}
            {mayAudit && <RuleHistory ruleId={rule.id} />}
          </div>
        )}
      </SidePanel>
    </div>
  );
}

function NoRule({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const say = useSay();
  // What is no id leads nowhere either.
  const isGone = error instanceof AtalayaError && ['notFound', 'invalidInput'].includes(error.code);
  return isGone ? (
    <Empty icon={IconFilterOff} title={say('rule.gone')} text={say('rule.gone.text')} />
  ) : (
    <Failure icon={IconAlertTriangle} error={error} onRetry={onRetry} />
  );
}
