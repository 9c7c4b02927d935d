import { changeLanguage, type TextKey, useErrorText, useSay } from '@atalaya/ui/i18n';
import { type Language, type Preferences, preferences, usePreferences } from '@atalaya/ui/theme';
import { toastFailure } from '@atalaya/ui/toasts';
import { SegmentedControl } from '@mantine/core';
import { api } from '../app/atalaya.ts';
import styles from './me.module.css';

/** How Atalaya looks and speaks on this device. */
export function PreferencesForm() {
  const say = useSay();
  const errorText = useErrorText();
  const { theme, density } = usePreferences();
  const chooseLanguage = async (language: Language) => {
    await changeLanguage(language);
    preferences.set({ language });
    // Mails are written in it too.
    await api.members.update
      .mutate({ locale: language })
      .catch((error) => toastFailure(errorText(error)));
  };
  return (
    <section className={styles.section}>
      <h2>{say('preferences.title')}</h2>
      <Choice<Language>
        label="preferences.language"
        value={say.language}
        options={[
          { value: 'es', label: 'Español' },
          { value: 'en', label: 'English' },
        ]}
        onChange={(language) => void chooseLanguage(language)}
      />
      <Choice<Preferences['theme']>
        label="preferences.theme"
        value={theme}
        options={(['auto', 'light', 'dark'] as const).map((value) => ({
          value,
          label: say(`preferences.theme.${value}`),
        }))}
        onChange={(value) => preferences.set({ theme: value })}
      />
      <Choice<Preferences['density']>
        label="preferences.density"
        value={density}
        options={(['compact', 'normal', 'comfortable'] as const).map((value) => ({
          value,
          label: say(`preferences.density.${value}`),
        }))}
        onChange={(value) => preferences.set({ density: value })}
      />
    </section>
  );
}

interface ChoiceProps<Value extends string> {
  label: TextKey;
  value: Value;
  options: { value: Value; label: string }[];
  onChange: (value: Value) => void;
}

function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) {
  const say = useSay();
  return (
    <div className={styles.row}>
      <span aria-hidden>{say(label)}</span>
      <SegmentedControl<Value>
        aria-label={say(label)}
        value={value}
        data={options}
        onChange={onChange}
      />
    </div>
  );
}
