import type { Rule } from '@atalaya/api/types';
import { useState } from 'react';
import { draftOf, emptyDraft, isSame, type RuleDraft } from './rule-draft.ts';

interface Edit {
  draft: RuleDraft;
  /** The rule as it was when the editing began. */
  base: Rule | null;
}

/** A rule and what is being made of it. While nothing is, it follows the server's. */
export function useEdited(rule: Rule | null) {
  const [edit, setEdit] = useState<Edit | null>(null);
  const begun = edit ? edit.base : rule;
  const draft = edit?.draft ?? (rule ? draftOf(rule) : emptyDraft);
  return {
    draft,
    isUnsaved: !isSame(draft, begun ? draftOf(begun) : emptyDraft),
    /** The version that a change rests on. */
    version: begun?.version,
    change: (part: Partial<RuleDraft>) =>
      setEdit((now) => ({
        base: now ? now.base : rule,
        draft: { ...(now?.draft ?? draft), ...part },
      })),
    discard: () => setEdit(null),
    /** The server has it. What was written while it answered is not lost. */
    saved: (sent: RuleDraft, base: Rule) =>
      setEdit((now) => (now && now.draft !== sent ? { ...now, base } : null)),
  };
}
