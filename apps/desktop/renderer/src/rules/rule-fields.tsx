import type { Policy, RuleKind, RuleOutcome } from '@atalaya/api/types';
import { useSay } from '@atalaya/ui/i18n';
import { policies } from '@atalaya/ui/policies';
import { NativeSelect, Switch, TextInput } from '@mantine/core';
import { ChannelChoice } from './channel-choice.tsx';
import { KindFields } from './kind-fields.tsx';
import { kinds, outcomes, type RuleDraft } from './rule-draft.ts';
import styles from './rule-panel.module.css';

interface RuleFieldsProps {
  draft: RuleDraft;
  onChange: (part: Partial<RuleDraft>) => void;
  /** What is wrong with a field, in words. */
  errorAt: (field: keyof RuleDraft) => string | null;
}

/** Everything that a rule is made of. */
export function RuleFields({ draft, onChange, errorAt }: RuleFieldsProps) {
  const say = useSay();
  return (
    <>
      <TextInput
        size="xs"
        data-field="name"
        label={say('rule.name')}
        maxLength={80}
        autoComplete="off"
        value={draft.name}
        error={errorAt('name')}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        label={say('rule.kind')}
        description={say(`ruleKind.${draft.kind}.text`)}
        value={draft.kind}
        error={errorAt('kind')}
        onChange={(event) => onChange({ kind: event.currentTarget.value as RuleKind })}
        data={kinds.map((value) => ({ value, label: say(`ruleKind.${value}`) }))}
      />
      <KindFields draft={draft} onChange={onChange} errorAt={errorAt} />
      <NativeSelect
        size="xs"
        label={say('rule.outcome')}
        description={say(`ruleOutcome.${draft.outcome}.text`)}
        value={draft.outcome}
        onChange={(event) => onChange({ outcome: event.currentTarget.value as RuleOutcome })}
        data={outcomes.map((value) => ({ value, label: say(`ruleOutcome.${value}`) }))}
      />
      <div className={styles.pair}>
        <NativeSelect
          size="xs"
          label={say('rule.policy')}
          value={draft.policy}
          onChange={(event) => onChange({ policy: event.currentTarget.value as Policy })}
          data={policies.map((value) => ({ value, label: say(`policy.${value}`) }))}
        />
        <NativeSelect
          size="xs"
          label={say('rule.severity')}
          value={String(draft.severity)}
          onChange={(event) => onChange({ severity: Number(event.currentTarget.value) })}
          data={([1, 2, 3, 4] as const).map((value) => ({
            value: String(value),
            label: say(`severity.${value}`),
          }))}
        />
      </div>
      <ChannelChoice
        value={draft.channelIds}
        error={errorAt('channelIds')}
        onChange={(channelIds) => onChange({ channelIds })}
      />
      <Switch
        size="xs"
        label={say('rule.enabled')}
        description={say('rule.enabled.text')}
        checked={draft.enabled}
        onChange={(event) => onChange({ enabled: event.currentTarget.checked })}
      />
    </>
  );
}
