import { useSay } from '@atalaya/ui/i18n';
import type { SettingValue } from './edits.ts';

/** What a setting is called and means. One that nobody has worded yet shows what the schema says. */
export function useSettingText() {
  const say = useSay();
  const known = (key: string, otherwise: string) => (say.knows(key) ? say(key) : otherwise);
  // Four digits too: the field itself writes 4.000.
  const number = new Intl.NumberFormat(say.locale, { useGrouping: 'always' });
  return {
    section: (section: string) => known(`settingGroup.${section}`, section),
    name: (path: string) => known(`setting.${path}`, path),
    names: (paths: readonly string[]) =>
      new Intl.ListFormat(say.locale).format(paths.map((path) => known(`setting.${path}`, path))),
    meaning: ({ path, description }: { path: string; description: string }) =>
      known(`setting.${path}.text`, description),
    /** What happens when it is switched off. */
    danger: (path: string) => known(`setting.${path}.off`, say('settings.danger.text')),
    value: (value: SettingValue | string): string => {
      if (typeof value === 'boolean') return say(value ? 'settings.on' : 'settings.off');
      return typeof value === 'number' ? number.format(value) : value;
    },
  };
}
