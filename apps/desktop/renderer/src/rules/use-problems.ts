import { AtalayaError } from '@atalaya/client';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { useState } from 'react';
import {
  type Counted,
  fieldOf,
  type Listed,
  longest,
  type Problem,
  problemsIn,
  type RuleDraft,
  ranges,
} from './rule-draft.ts';

/** What cannot be saved as it is written, and what the server said of it, in words at its field. */
export function useProblems(draft: RuleDraft, error: unknown) {
  const say = useSay();
  const errorText = useErrorText();
  const [tried, setTried] = useState(false);
  const found = problemsIn(draft);
  const refused = error instanceof AtalayaError && error.field ? fieldOf(error.field) : null;
  const text = (field: keyof RuleDraft, problem: Problem): string | null => {
    if (problem === 'required') return tried ? say('rule.required') : null;
    if (problem === 'tooMany') return say('rule.tooMany', { count: longest[field as Listed] });
    const [minimum, maximum] = ranges[field as Counted];
    return say('settings.outOfRange', { minimum, maximum });
  };
  return {
    at(field: keyof RuleDraft): string | null {
      const problem = found.get(field);
      if (problem) return text(field, problem);
      return refused === field ? errorText(error) : null;
    },
    /** What the server said of nothing in particular. */
    elsewhere: error !== null && refused === null ? errorText(error) : null,
    /** The first field that has to be seen to; from now on all of them say so. */
    first(): keyof RuleDraft | undefined {
      setTried(true);
      return found.keys().next().value;
    },
    /** They were seen to: a new beginning. */
    forget: () => setTried(false),
  };
}
