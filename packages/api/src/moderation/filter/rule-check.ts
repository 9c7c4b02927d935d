import { DomainError } from '../../errors.ts';
import { hostOf } from './links.ts';
import { patternRefusal } from './patterns.ts';
import type { RuleDefinition } from './schemas.ts';
import { isFindable } from './words.ts';

/** Throws `invalidInput` for what the filter cannot use, or what would match everything. */
export function assertUsable(rule: RuleDefinition): void {
  if (rule.kind === 'words') {
    const word = rule.config.words.find((one) => !isFindable(one));
    if (word !== undefined) {
      throw new DomainError('invalidInput', {
        field: 'config.words',
        reason: 'word',
        params: { word },
      });
    }
  }
  if (rule.kind === 'pattern') {
    const refusal = patternRefusal(rule.config.pattern);
    if (refusal === 'unreadable') {
      throw new DomainError('invalidInput', { field: 'config.pattern', reason: 'pattern' });
    }
    if (refusal === 'matchesAll') {
      throw new DomainError('invalidInput', { field: 'config.pattern', reason: 'matchesAll' });
    }
  }
  if (rule.kind === 'links') {
    const host = rule.config.allowedHosts.find((one) => hostOf(one.replace(/^\*\./, '')) === null);
    if (host !== undefined) {
      throw new DomainError('invalidInput', {
        field: 'config.allowedHosts',
        reason: 'host',
        params: { host },
      });
    }
  }
}
