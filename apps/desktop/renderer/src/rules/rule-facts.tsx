import type { Rule } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import type { ReactNode } from 'react';
import { useChannelNames } from './channel-choice.tsx';
import styles from './rule-panel.module.css';
import { looksFor } from './rule-text.ts';

/** A rule for those who read it only: the whole of it. */
export function RuleFacts({ rule }: { rule: Rule }) {
  const say = useSay();
  const channels = useChannelNames(rule.channelIds);
  return (
    <dl className={styles.facts}>
      <Fact label={say('rule.enabled')}>{say(rule.enabled ? 'settings.on' : 'settings.off')}</Fact>
      <Fact label={say('rule.kind')}>
        {say(`ruleKind.${rule.kind}`)}
        <small>{say(`ruleKind.${rule.kind}.text`)}</small>
      </Fact>
      <Fact label={say('rule.facts')}>
        <Content rule={rule} />
      </Fact>
      <Fact label={say('rule.outcome')}>
        {say(`ruleOutcome.${rule.outcome}`)}
        <small>{say(`ruleOutcome.${rule.outcome}.text`)}</small>
      </Fact>
      <Fact label={say('rule.policy')}>{say(`policy.${rule.policy}`)}</Fact>
      <Fact label={say('rule.severity')}>{say(`severity.${rule.severity as 1}`)}</Fact>
      <Fact label={say('rule.channels')}>
        {channels.size === 0 ? say('rules.everywhere') : [...channels.values()].join(', ')}
      </Fact>
      <Fact label={say('rules.column.owner')}>
        {rule.owner ? rule.owner.displayName : say('rules.nobody')}
      </Fact>
    </dl>
  );
}

function Content({ rule }: { rule: Rule }) {
  const say = useSay();
  const lines =
    rule.kind === 'words'
      ? rule.config.words
      : rule.kind === 'links'
        ? rule.config.allowedHosts
        : null;
  if (rule.kind === 'pattern') return <code>{rule.config.pattern}</code>;
  return (
    <>
      {rule.kind !== 'words' && looksFor(say, rule)}
      {lines && lines.length > 0 && (
        <ul>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {rule.kind === 'words' && rule.config.except.length > 0 && (
        <small>
          {say('rule.except.text')} {rule.config.except.join(', ')}
        </small>
      )}
    </>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
