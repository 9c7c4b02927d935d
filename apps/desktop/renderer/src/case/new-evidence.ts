import type { CaseDetail } from '@atalaya/api/types';
import { useState } from 'react';

interface Seen {
  version: number;
  /** The last decision, or the one that took it back: they make a new version, and are no evidence. */
  decisionId: string | undefined;
}

/**
 * Whether the case has changed since it was first shown as the server has it. `isCurrent`: it is no
 * older copy that is being read again.
 */
export function useHasNewEvidence({ version, decisions }: CaseDetail, isCurrent: boolean): boolean {
  const [seen, setSeen] = useState<Seen | null>(null);
  const decisionId = decisions.at(-1)?.id;
  const isKnown = seen !== null && seen.decisionId === decisionId;
  if (isCurrent && !isKnown) setSeen({ version, decisionId });
  return isKnown && seen.version !== version;
}
