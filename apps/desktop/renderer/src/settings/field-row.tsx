import { useSay } from '@atalaya/ui/i18n';
import { ActionIcon, Badge, Switch, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconHistory, IconRestore } from '@tabler/icons-react';
import { NumberField } from '../app/number-field.tsx';
import {
  type Edits,
  type Field,
  isInRange,
  type SettingValue,
  type Values,
  valueAt,
} from './edits.ts';
import styles from './field-row.module.css';
import { useSettingText } from './setting-text.ts';

interface FieldRowProps {
  field: Field;
  values: Values;
  edits: Edits;
  /** Somebody else changed it a moment ago. */
  isElsewhere: boolean;
  mayEdit: boolean;
  onEdit: (value: SettingValue) => void;
  onHistory: () => void;
}

/** Where a setting is on the screen, for whoever jumps there. */
export const rowId = (path: string): string => `setting-${path}`;

/** One setting: what it means, its value, its range, and whether it differs from the default and from what is saved. */
export function FieldRow(props: FieldRowProps) {
  const { field, values, edits, isElsewhere, mayEdit, onEdit, onHistory } = props;
  const say = useSay();
  const text = useSettingText();
  const { path, standard, minimum, maximum } = field;
  const inForce = valueAt(values, path) ?? standard;
  const edit = edits[path];
  const value = edit?.value ?? inForce;
  const name = text.name(path);
  const id = `value-${path}`;
  const range =
    typeof standard === 'number'
      ? say('settings.range', {
          minimum: text.value(minimum ?? 0),
          maximum: text.value(maximum ?? 0),
          standard: text.value(standard),
        })
      : say(standard ? 'settings.standard.on' : 'settings.standard.off');
  return (
    <div
      className={styles.row}
      id={rowId(path)}
      data-edited={edit ? true : undefined}
      data-elsewhere={isElsewhere || undefined}
    >
      <div className={styles.words}>
        <div className={styles.name}>
          {mayEdit ? <label htmlFor={id}>{name}</label> : <span>{name}</span>}
          {edit && <Mark color="sea">{say('settings.mark.unsaved')}</Mark>}
          {inForce !== standard && <Mark color="gray">{say('settings.changed')}</Mark>}
          {isElsewhere && <Mark color="amber">{say('settings.mark.elsewhere')}</Mark>}
        </div>
        <p id={`${id}-meaning`}>{text.meaning(field)}</p>
        {edit && (
          <p className={styles.before}>
            {edit.base === inForce
              ? say('settings.inForce', { value: text.value(inForce) })
              : say('settings.conflict', { value: text.value(inForce) })}
          </p>
        )}
      </div>
      <div className={styles.control}>
        {mayEdit ? (
          <Control field={field} id={id} value={value} onEdit={onEdit} />
        ) : (
          <strong className={styles.value}>{text.value(inForce)}</strong>
        )}
        <p className={styles.range} id={`${id}-range`}>
          {range}
        </p>
      </div>
      {mayEdit && (
        <div className={styles.tools}>
          {edit && (
            <Tool label={say('settings.toSaved')} name={name} onClick={() => onEdit(inForce)}>
              <IconArrowBackUp size={17} stroke={1.6} aria-hidden />
            </Tool>
          )}
          {value !== standard && (
            <Tool label={say('settings.toStandard')} name={name} onClick={() => onEdit(standard)}>
              <IconRestore size={17} stroke={1.6} aria-hidden />
            </Tool>
          )}
          <Tool label={say('settings.history')} name={name} onClick={onHistory}>
            <IconHistory size={17} stroke={1.6} aria-hidden />
          </Tool>
        </div>
      )}
    </div>
  );
}

interface ControlProps {
  field: Field;
  id: string;
  value: SettingValue;
  onEdit: (value: SettingValue) => void;
}

function Control({ field, id, value, onEdit }: ControlProps) {
  const say = useSay();
  const text = useSettingText();
  const described = `${id}-meaning ${id}-range`;
  if (typeof value === 'boolean') {
    return (
      <Switch
        id={id}
        aria-describedby={described}
        checked={value}
        onChange={(event) => onEdit(event.currentTarget.checked)}
      />
    );
  }
  const { minimum, maximum } = field;
  return (
    <NumberField
      id={id}
      className={styles.number ?? ''}
      describedBy={described}
      value={value}
      minimum={minimum}
      maximum={maximum}
      error={
        !isInRange(field, value) &&
        say('settings.outOfRange', {
          minimum: text.value(minimum ?? 0),
          maximum: text.value(maximum ?? 0),
        })
      }
      onChange={onEdit}
    />
  );
}

function Mark({ color, children }: { color: string; children: string }) {
  return (
    <Badge className={styles.mark} data-color={color} size="sm" radius="sm" tt="none">
      {children}
    </Badge>
  );
}

interface ToolProps {
  label: string;
  name: string;
  onClick: () => void;
  children: React.ReactNode;
}

function Tool({ label, name, onClick, children }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon className={styles.tool} aria-label={`${label}: ${name}`} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
