import type { RouterInputs, RouterOutputs } from '@atalaya/api/types';

export type Field = RouterOutputs['settings']['schema'][number];
export type SettingValue = boolean | number;
export type Values = RouterOutputs['settings']['get']['values'];

interface Edit {
  /** NaN: a number that is not there yet. */
  value: SettingValue;
  /** What was in force when the editing began: where it is not any more, somebody else changed it. */
  base: SettingValue | undefined;
}
/** What was changed on the screen and not saved, by path. */
export type Edits = Readonly<Record<string, Edit>>;

/** The value in force of a path such as `limits.messageLength`. */
export function valueAt(values: Values, path: string): SettingValue | undefined {
  const [section = '', name = ''] = path.split('.');
  const found = (values as Record<string, Record<string, unknown>>)[section]?.[name];
  return typeof found === 'boolean' || typeof found === 'number' ? found : undefined;
}

/** The edits with one more; what is as it is in force is no edit. */
export function withEdit(edits: Edits, values: Values, path: string, value: SettingValue): Edits {
  const inForce = valueAt(values, path);
  if (value === inForce) return withoutEdits(edits, [path]);
  const before = edits[path];
  return { ...edits, [path]: { value, base: before ? before.base : inForce } };
}

export const withoutEdits = (edits: Edits, paths: readonly string[]): Edits =>
  Object.fromEntries(Object.entries(edits).filter(([path]) => !paths.includes(path)));

/** The edits that would change something: somebody else may have set the same meanwhile. */
export const realEdits = (edits: Edits, values: Values): Edits =>
  Object.fromEntries(
    Object.entries(edits).filter(([path, { value }]) => value !== valueAt(values, path)),
  );

/** What is left when some were saved. What was written while the server answered is not lost. */
export const afterSaving = (edits: Edits, saved: Edits): Edits =>
  Object.fromEntries(
    Object.entries(edits)
      .filter(([path, { value }]) => !Object.is(value, saved[path]?.value))
      .map(([path, edit]) => {
        const before = saved[path];
        return [path, before ? { ...edit, base: before.value } : edit];
      }),
  );

/** Whether the value may be saved. */
export function isInRange(field: Field, value: SettingValue): boolean {
  if (typeof value === 'boolean') return field.type === 'boolean';
  return (
    Number.isInteger(value) &&
    (field.minimum === null || value >= field.minimum) &&
    (field.maximum === null || value <= field.maximum)
  );
}

/** The edits as the server takes them. */
export function patchOf(edits: Edits): RouterInputs['settings']['update'] {
  const patch: Record<string, Record<string, SettingValue>> = {};
  for (const [path, { value }] of Object.entries(edits)) {
    const [section = '', name = ''] = path.split('.');
    patch[section] = { ...patch[section], [name]: value };
  }
  return patch;
}

/** Paths whose values are not the same in both. */
export const differing = (fields: readonly Field[], before: Values, after: Values): string[] =>
  fields.map(({ path }) => path).filter((path) => valueAt(before, path) !== valueAt(after, path));

/** Switching these off stops or uncovers the community: it is asked first. */
const dangerous = new Set(['features.chat', 'features.registration', 'moderation.autoModeration']);
export const isDangerous = (path: string, value: unknown): boolean =>
  dangerous.has(path) && value === false;

/** The edits that should not happen by mistake. */
export const dangersIn = (edits: Edits): string[] =>
  Object.entries(edits)
    .filter(([path, { value }]) => isDangerous(path, value))
    .map(([path]) => path);
