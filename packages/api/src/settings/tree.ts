import {
  type Settings,
  type SettingsOutput,
  type SettingsPatch,
  settingsDefaults,
  settingsUpdateInput,
} from './schemas.ts';

export interface StoredSetting {
  /** Such as `limits.messageLength`. */
  path: string;
  value: unknown;
  version: number;
}

/** One value that a patch changes. */
export interface Change {
  path: string;
  before: Value;
  after: Value;
}
export type Value = number | boolean | string;

/** The tree that rows stand for. What no longer fits its range or place is passed over and told. */
export function readTree(
  rows: readonly StoredSetting[],
  unfit: (path: string) => void,
): SettingsOutput {
  let values = settingsDefaults;
  let version = 0;
  for (const row of rows) {
    version += row.version;
    const [group = '', key = ''] = row.path.split('.');
    const parsed = settingsUpdateInput.safeParse({ [group]: { [key]: row.value } });
    if (parsed.success) values = patched(values, parsed.data);
    else unfit(row.path);
  }
  return { values, version };
}

/** The tree with some values replaced. */
export function patched(values: Settings, patch: SettingsPatch): Settings {
  const changed = Object.fromEntries(
    Object.entries(values).map(([group, current]) => [
      group,
      { ...current, ...withoutUndefined(patch[group as keyof Settings] ?? {}) },
    ]),
  );
  return changed as Settings;
}

/** Value by value, what a patch really changes. */
export function changesOf(values: Settings, patch: SettingsPatch): Change[] {
  const before = flat(values);
  return [...flat(patched(values, patch))]
    .map(([path, after]) => ({ path, before: before.get(path) ?? after, after }))
    .filter((change) => change.before !== change.after);
}

/** Names of all values, such as `limits.messageLength`. */
export const pathsOf = (values: Settings): string[] => [...flat(values).keys()];

function flat(values: Settings): Map<string, Value> {
  const entries = Object.entries(values).flatMap(([group, fields]) =>
    Object.entries(fields).map(([key, value]): [string, Value] => [`${group}.${key}`, value]),
  );
  return new Map(entries);
}

const withoutUndefined = (record: object) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
