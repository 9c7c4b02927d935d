import type { Rule } from '@atalaya/api/types';
import type { Spoken } from '@atalaya/ui/i18n';

type NewAccounts = Extract<Rule, { kind: 'newAccounts' }>['config'];

const shownWords = 4;

/** What a rule looks for, in one line. */
export function looksFor(say: Spoken, rule: Rule): string {
  switch (rule.kind) {
    case 'words': {
      const { words } = rule.config;
      const shown = words.slice(0, shownWords).join(', ');
      const more = words.length - shownWords;
      return more > 0 ? say('rules.looksFor.more', { words: shown, more }) : shown;
    }
    case 'pattern':
      return rule.config.pattern;
    case 'links': {
      const count = rule.config.allowedHosts.length;
      return count === 0 ? say('rules.looksFor.links') : say('rules.looksFor.linksBut', { count });
    }
    case 'flood':
      return say('rules.looksFor.flood', rule.config);
    case 'duplicates': {
      const { count, minutes, everyone } = rule.config;
      return say(everyone ? 'rules.looksFor.everyone' : 'rules.looksFor.duplicates', {
        count,
        minutes,
      });
    }
    case 'newAccounts':
      return newAccountsText(say, rule.config);
  }
}

/** Who is new, and what they may not do. */
function newAccountsText(
  say: Spoken,
  { days, messages, perHour, mentions, links, files }: NewAccounts,
): string {
  const who = [
    days !== null && say('rules.newWho.days', { count: days }),
    messages !== null && say('rules.newWho.messages', { count: messages }),
  ];
  const limits = [
    perHour !== null && say('rules.newLimit.perHour', { count: perHour }),
    links && say('rules.newLimit.links'),
    mentions === 0
      ? say('rules.newLimit.noMentions')
      : mentions !== null && say('rules.newLimit.mentions', { count: mentions }),
    files && say('rules.newLimit.files'),
  ];
  return say('rules.looksFor.newAccounts', {
    who: who.filter(Boolean).join(` ${say('rules.newWho.or')} `),
    limits: limits.filter(Boolean).join(', '),
  });
}

/** Where a rule applies, in a few words. */
export const scopeText = (say: Spoken, { channelIds }: Pick<Rule, 'channelIds'>): string =>
  channelIds.length === 0
    ? say('rules.everywhere')
    : say('rules.channels', { count: channelIds.length });
