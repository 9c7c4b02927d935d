import type { Rule } from '@atalaya/api/types';
import { AtalayaError } from '@atalaya/client';
import { Confirm } from '@atalaya/ui/dialogs';
import { useSay } from '@atalaya/ui/i18n';
import { useTask } from '@atalaya/ui/state';
import { toastDone } from '@atalaya/ui/toasts';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { api } from '../app/atalaya.ts';
import { queries } from '../app/queries.ts';
import { useSaving } from '../app/use-saving.ts';
import { RuleBar } from './rule-bar.tsx';
import { contentOf, problemsIn } from './rule-draft.ts';
import { RuleFields } from './rule-fields.tsx';
import styles from './rule-panel.module.css';
import { RuleTrial } from './rule-trial.tsx';
import { dropRule, readAgain, ruleQuery, showRule } from './rules-queries.ts';
import { TryText } from './try-text.tsx';
import { useEdited } from './use-edited.ts';
import { useProblems } from './use-problems.ts';

interface RuleFormProps {
  /** As it is on the server; null: a new one. */
  rule: Rule | null;
  /** It as it was saved a moment ago. */
  saved: Rule | null;
  onSaved: (rule: Rule) => void;
  onDeleted: () => void;
  setUnsaved: (isUnsaved: boolean) => void;
}

const isContested = (error: unknown): boolean =>
  error instanceof AtalayaError && error.messageKey === 'error.conflict.changed';

/** A rule as one writes it: tried before, saved as a whole, and never over somebody else's change. */
export function RuleForm({ rule, saved, onSaved, onDeleted, setUnsaved }: RuleFormProps) {
  const say = useSay();
  const form = useRef<HTMLFormElement>(null);
  const edited = useEdited(rule);
  const { draft, isUnsaved } = edited;
  const [deleting, setDeleting] = useState(false);
  const isNew = rule === null;
  useEffect(() => {
    setUnsaved(isUnsaved);
    return () => setUnsaved(false);
  }, [isUnsaved, setUnsaved]);
  useEffect(() => {
    if (isNew) form.current?.querySelector('input')?.focus();
    // Whoever has just made it has nothing to stand on: the button is gone.
    else if (document.activeElement === document.body) form.current?.focus({ preventScroll: true });
  }, [isNew]);

  const save = useTask(async (version: number | undefined) => {
    const content = contentOf(draft);
    const kept = await (rule && version !== undefined
      ? api.moderation.rules.update.mutate({ ruleId: rule.id, version, ...content })
      : api.moderation.rules.create.mutate(content)
    ).catch((error: unknown) => {
      // What somebody else made of it is there when it is wanted.
      if (rule && isContested(error)) void queries.prefetchQuery(ruleQuery(rule.id));
      throw error;
    });
    edited.saved(draft, kept);
    problems.forget();
    showRule(kept);
    readAgain();
    onSaved(kept);
  });
  const problems = useProblems(draft, save.error);
  const goToFirst = () => {
    const place = form.current?.querySelector<HTMLElement>(`[data-field="${problems.first()}"]`);
    (place?.matches('input, textarea') ? place : place?.querySelector('input'))?.focus();
  };
  /** It needs no name to be tried. */
  const isReady = () => {
    const ready = [...problemsIn(draft).keys()].every((field) => field === 'name');
    if (!ready) goToFirst();
    return ready;
  };
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (problemsIn(draft).size > 0) goToFirst();
    else if (isUnsaved) void save.run(edited.version);
  };
  useSaving({ title: 'keys.rule', mayEdit: true, save: submit });
  return (
    <>
      <form
        ref={form}
        className={styles.form}
        aria-label={rule ? say('rule.title', { name: rule.name }) : say('rule.new')}
        tabIndex={-1}
        onSubmit={submit}
        noValidate
      >
        <RuleFields draft={draft} onChange={edited.change} errorAt={problems.at} />
        <RuleBar
          isNew={isNew}
          isUnsaved={isUnsaved}
          saving={save.running}
          saved={saved}
          error={problems.elsewhere}
          isContested={isContested(save.error)}
          onDiscard={() => {
            edited.discard();
            problems.forget();
            save.forget();
          }}
          onKeepMine={() => rule && void save.run(rule.version)}
          onDelete={() => setDeleting(true)}
        />
      </form>
      <TryText draft={contentOf(draft)} {...(rule && { ruleId: rule.id })} isReady={isReady} />
      <RuleTrial draft={contentOf(draft)} isReady={isReady} />
      {deleting && rule && (
        <Confirm
          title={say('rule.delete.title', { name: rule.name })}
          text={say('rule.delete.text')}
          confirm={say('rule.delete')}
          onConfirm={async () => {
            await api.moderation.rules.delete.mutate({ ruleId: rule.id });
            onDeleted();
            dropRule(rule.id);
            readAgain();
            toastDone(say('rule.deleted'));
          }}
          onClose={() => setDeleting(false)}
        />
      )}
    </>
  );
}
