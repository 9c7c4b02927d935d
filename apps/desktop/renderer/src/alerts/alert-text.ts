import type { Alert } from '@atalaya/api/types';
import type { Spoken, TextKey } from '@atalaya/ui/i18n';

/** What an alert says, in words. */
export function alertText(say: Spoken, { kind, params }: Pick<Alert, 'kind' | 'params'>): string {
  const named = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'number' ? value : String(value ?? ''),
    ]),
  );
  const narrow = `alertText.${kind}.${named['by']}`;
  const key: TextKey = say.knows(narrow) ? narrow : (`alertText.${kind}` as TextKey);
  return say(key, named);
}

/** The case that an alert is about, if it is about one. */
export const caseOf = ({ params }: Pick<Alert, 'params'>): string | null =>
  typeof params['caseId'] === 'string' ? params['caseId'] : null;
