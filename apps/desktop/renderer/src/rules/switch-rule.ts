import type { Rule } from '@atalaya/api/types';
import { useErrorText, useSay } from '@atalaya/ui/i18n';
import { toastDone, toastFailure } from '@atalaya/ui/toasts';
import { api } from '../app/atalaya.ts';
import { contentOf, draftOf } from './rule-draft.ts';
import { readAgain, showRule } from './rules-queries.ts';

/** Rules whose change is on its way: a second one would be taken for somebody else's. */
const underway = new Set<string>();

/** Switches a rule on or off. It shows at once, and goes back when the server says no. */
export function useSwitchRule(): (rule: Rule) => void {
  const say = useSay();
  const errorText = useErrorText();
  return async (rule) => {
    if (underway.has(rule.id)) return;
    underway.add(rule.id);
    const enabled = !rule.enabled;
    showRule({ ...rule, enabled });
    try {
      const content = contentOf({ ...draftOf(rule), enabled });
      const { id: ruleId, version, name } = rule;
      showRule(await api.moderation.rules.update.mutate({ ruleId, version, ...content }));
      toastDone(say(enabled ? 'rules.switchedOn' : 'rules.switchedOff', { name }));
    } catch (error) {
      showRule(rule);
      toastFailure(errorText(error));
    } finally {
      underway.delete(rule.id);
      readAgain();
    }
  };
}
