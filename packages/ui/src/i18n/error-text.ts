import { useCallback } from 'react';
import { moment } from '../format/time-left.ts';
import { useSay } from './say.ts';

/** What an error of the API or the client says about itself. */
interface Told {
  messageKey: string;
  params: Record<string, string | number | boolean | null>;
}

const isTold = (error: unknown): error is Told =>
  typeof error === 'object' &&
  error !== null &&
  'messageKey' in error &&
  typeof error.messageKey === 'string';

const isMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** Moments come as text: they are said as a person reads them. */
const worded = (language: string, value: string): string =>
  isMoment.test(value) ? moment(language, new Date(value)) : value;

/** Turns any error into a sentence for people: the narrowest key that has words, never a raw message. */
export function useErrorText(): (error: unknown) => string {
  const say = useSay();
  return useCallback(
    (error) => {
      if (!isTold(error)) return say('error.internal');
      const params = Object.fromEntries(
        Object.entries(error.params ?? {}).map(([name, value]) => [
          name,
          typeof value === 'number' ? value : worded(say.locale, String(value)),
        ]),
      );
      // `error.invalidInput.too_small` → `error.invalidInput` → `error.internal`
      for (
        let key = error.messageKey;
        key.includes('.');
        key = key.slice(0, key.lastIndexOf('.'))
      ) {
        if (say.knows(key)) return say(key, params);
      }
      return say('error.internal');
    },
    [say],
  );
}
