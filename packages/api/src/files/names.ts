const longest = 200;

/**
 * The name alone: no folders before it, nothing invisible, nothing that systems take for something
 * else. It is shown and offered for saving, never used as a place.
 */
export function cleanName(given: string): string {
  const last = given.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = last.replace(unwanted, '').replace(/\s+/g, ' ').trim().replace(/^\.+/, '');
  const ending = extensionOf(plain);
  return ending ? withEnding(plain, ending) : shortened(plain, longest) || unnamed;
}

/** What stands behind the last dot, in small letters. */
export const extensionOf = (name: string): string =>
  /\.([a-z0-9]{1,12})$/i.exec(name)?.[1]?.toLowerCase() ?? '';

/** The name with an ending that its content has, where it has another. */
export const withExtension = (name: string, endings: readonly string[]): string =>
  endings[0] === undefined || endings.includes(extensionOf(name))
    ? name
    : withEnding(name, endings[0]);

function withEnding(name: string, ending: string): string {
  const stem = shortened(name.replace(/\.[a-z0-9]{1,12}$/i, ''), longest - ending.length - 1);
  return `${stem.trimEnd() || unnamed}.${ending}`;
}

const unnamed = 'file';

/** Cut between characters: half of one is no text that can be stored. */
const shortened = (name: string, most: number): string =>
  name.length <= most ? name : name.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');

const unwanted = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>:"|?*]/gu;
