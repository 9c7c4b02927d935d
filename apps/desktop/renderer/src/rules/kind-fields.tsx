import { useSay } from '@atalaya/ui/i18n';
import { Checkbox, Textarea, TextInput } from '@mantine/core';
import { NumberField } from '../app/number-field.tsx';
import { type Counted, type Listed, type RuleDraft, ranges } from './rule-draft.ts';
import styles from './rule-panel.module.css';

interface KindFieldsProps {
  draft: RuleDraft;
  onChange: (part: Partial<RuleDraft>) => void;
  errorAt: (field: keyof RuleDraft) => string | null;
}

/** What the chosen kind of rule needs. */
export function KindFields({ draft, onChange, errorAt }: KindFieldsProps) {
  const say = useSay();
  const list = (field: Listed) => (
    <Textarea
      size="xs"
      data-field={field}
      label={say(`rule.${field}`)}
      description={say(`rule.${field}.text`)}
      autosize
      minRows={field === 'words' ? 3 : 2}
      maxRows={10}
      spellCheck={false}
      value={draft[field]}
      error={errorAt(field)}
      onChange={(event) => onChange({ [field]: event.currentTarget.value })}
    />
  );
  const number = (field: Counted, label: string, placeholder = '') => (
    <div data-field={field}>
      <NumberField
        size="xs"
        label={label}
        placeholder={placeholder}
        value={draft[field]}
        minimum={ranges[field][0]}
        maximum={ranges[field][1]}
        error={errorAt(field)}
        onChange={(value) => onChange({ [field]: value })}
      />
    </div>
  );
  switch (draft.kind) {
    case 'words':
      return (
        <>
          {list('words')}
          {list('except')}
        </>
      );
    case 'pattern':
      return (
        <>
          <TextInput
            size="xs"
            data-field="pattern"
            label={say('rule.pattern')}
            classNames={{ input: styles.code ?? '' }}
            spellCheck={false}
            autoComplete="off"
            maxLength={500}
            value={draft.pattern}
            error={errorAt('pattern')}
            onChange={(event) => onChange({ pattern: event.currentTarget.value })}
          />
          <Checkbox
            size="xs"
            label={say('rule.caseSensitive')}
            checked={draft.caseSensitive}
            onChange={(event) => onChange({ caseSensitive: event.currentTarget.checked })}
          />
        </>
      );
    case 'links':
      return list('hosts');
    case 'flood':
      return (
        <div className={styles.pair}>
          {number('floodCount', say('rule.count.flood'))}
          {number('seconds', say('rule.seconds'))}
        </div>
      );
    case 'duplicates':
      return (
        <>
          <div className={styles.pair}>
            {number('duplicatesCount', say('rule.count.duplicates'))}
            {number('minutes', say('rule.minutes'))}
          </div>
          <Checkbox
            size="xs"
            label={say('rule.everyone')}
            description={say('rule.everyone.text')}
            checked={draft.everyone}
            onChange={(event) => onChange({ everyone: event.currentTarget.checked })}
          />
        </>
      );
    case 'newAccounts':
      return (
        <>
          <div className={styles.pair}>
            {number('newDays', say('rule.newDays'), say('rule.newAny'))}
            {number('newMessages', say('rule.newMessages'), say('rule.newAny'))}
          </div>
          <div className={styles.pair}>
            {number('perHour', say('rule.perHour'), say('rule.noLimit'))}
            {number('mentions', say('rule.mentions'), say('rule.noLimit'))}
          </div>
          {(['noLinks', 'noFiles'] as const).map((field) => (
            <Checkbox
              key={field}
              size="xs"
              label={say(`rule.${field}`)}
              checked={draft[field]}
              onChange={(event) => onChange({ [field]: event.currentTarget.checked })}
            />
          ))}
        </>
      );
  }
}
