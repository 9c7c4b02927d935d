import { Confirm } from '@atalaya/ui/dialogs';
import { useSay } from '@atalaya/ui/i18n';
import { useTask } from '@atalaya/ui/state';
import { UnstyledButton } from '@mantine/core';
import {
  type Dispatch,
  type FormEvent,
  type SetStateAction,
  useEffect,
  useRef,
  useState,
} from 'react';
import { api } from '../app/atalaya.ts';
import { LeavingGuard } from '../app/leaving-guard.tsx';
import { queries } from '../app/queries.ts';
import { useSaving } from '../app/use-saving.ts';
import {
  afterSaving,
  dangersIn,
  type Edits,
  type Field,
  isInRange,
  patchOf,
  realEdits,
  type Values,
  withEdit,
} from './edits.ts';
import { FieldRow, rowId } from './field-row.tsx';

import { SaveBar } from './save-bar.tsx';
import { useSettingText } from './setting-text.ts';
import styles from './settings.module.css';
import { settingsQuery } from './settings-queries.ts';
import { asOwn, useElsewhere } from './use-elsewhere.ts';

interface SettingsFormProps {
  fields: Field[];
  values: Values;
  edits: Edits;
  setEdits: Dispatch<SetStateAction<Edits>>;
  mayEdit: boolean;
  onHistory: (path: string) => void;
}

/** The settings by section; what is written stays until it is saved or discarded, whatever others do. */
export function SettingsForm(props: SettingsFormProps) {
  const { fields, values, setEdits, mayEdit, onHistory } = props;
  const say = useSay();
  const text = useSettingText();
  const edits = realEdits(props.edits, values);
  const edited = fields.filter(({ path }) => edits[path]);
  const wrong = edited.filter((field) => !isInRange(field, edits[field.path]?.value ?? Number.NaN));
  const elsewhere = useElsewhere(fields, values);
  const [saved, setSaved] = useShortly();
  const [dangers, setDangers] = useState<string[]>([]);
  const form = useRef<HTMLFormElement>(null);

  const save = useTask(async () => {
    const changes = Object.entries(edits).map(([path, { value }]) => [path, value] as const);
    const saved = await asOwn(changes, () => api.settings.update.mutate(patchOf(edits)));
    queries.setQueryData(settingsQuery.queryKey, saved);
    void queries.invalidateQueries({ queryKey: ['settings', 'history'] });
    setEdits((now) => afterSaving(now, edits));
    setSaved(true);
  });
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (edited.length === 0) return;
    const [first] = wrong;
    if (first) return goTo(first.path);
    const risky = dangersIn(edits);
    if (risky.length > 0) setDangers(risky);
    else void save.run(undefined);
  };
  useSaving({ title: 'settings.title', mayEdit, save: submit });
  useHash();

  const next = useRef(0);
  const sections = [...new Set(fields.map(({ section }) => section))];
  return (
    <div className={styles.layout}>
      <nav className={styles.sections} aria-label={say('settings.sections')}>
        {sections.map((section) => {
          const count = edited.filter((field) => field.section === section).length;
          return (
            <UnstyledButton
              key={section}
              onClick={() => {
                const heading = document.getElementById(`section-${section}`);
                heading?.scrollIntoView({ block: 'start' });
                heading?.focus({ preventScroll: true });
              }}
            >
              {text.section(section)}
              {count > 0 && (
                <span className={styles.edited}>
                  {count}
                  <span className="visually-hidden"> {say('settings.unsaved', { count })}</span>
                </span>
              )}
            </UnstyledButton>
          );
        })}
      </nav>
      <form className={styles.form} ref={form} onSubmit={submit} noValidate>
        {!mayEdit && <p className={styles.readOnly}>{say('settings.readOnly')}</p>}
        {sections.map((section) => (
          <section key={section} className={styles.section} aria-labelledby={`section-${section}`}>
            <h2 id={`section-${section}`} tabIndex={-1}>
              {text.section(section)}
            </h2>
            {fields
              .filter((field) => field.section === section)
              .map((field) => (
                <FieldRow
                  key={field.path}
                  field={field}
                  values={values}
                  edits={edits}
                  isElsewhere={elsewhere.paths.includes(field.path)}
                  mayEdit={mayEdit}
                  onEdit={(value) => setEdits((now) => withEdit(now, values, field.path, value))}
                  onHistory={() => onHistory(field.path)}
                />
              ))}
          </section>
        ))}
        <SaveBar
          count={edited.length}
          wrong={wrong.length}
          saving={save.running}
          saved={saved}
          error={save.error}
          elsewhere={elsewhere.paths}
          onNext={() => {
            const field = edited[next.current++ % edited.length];
            if (field) goTo(field.path);
          }}
          onDiscard={() => setEdits({})}
          onTakeNote={elsewhere.takeNote}
        />
      </form>
      {dangers.length > 0 && (
        <Confirm
          title={say('settings.danger.title', { name: text.names(dangers) })}
          text={dangers.map(text.danger).join(' ')}
          confirm={say('settings.danger.confirm')}
          onConfirm={async () => void (await save.run(undefined))}
          onClose={() => setDangers([])}
        />
      )}
      <LeavingGuard isUnsaved={edited.length > 0} />
    </div>
  );
}

/** True for a moment. */
function useShortly() {
  const [is, set] = useState(false);
  useEffect(() => {
    if (!is) return;
    const timer = setTimeout(() => set(false), 5_000);
    return () => clearTimeout(timer);
  }, [is]);
  return [is, set] as const;
}

/** Brings a setting into sight and puts the cursor into it. */
function goTo(path: string): void {
  const row = document.getElementById(rowId(path));
  row?.scrollIntoView({ block: 'center' });
  row?.querySelector('input')?.focus({ preventScroll: true });
}

/** A link may lead to one setting: `/settings#limits.messageLength`. */
function useHash(): void {
  useEffect(() => {
    const path = decodeURIComponent(location.hash.slice(1));
    if (path) goTo(path);
  }, []);
}
