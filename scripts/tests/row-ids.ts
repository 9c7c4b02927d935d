const list = /^[A-Z]+-\d+(?:\s*(?:,|…|–|-|&|and|y)\s*(?:[A-Z]+-)?\d+)*(?=\s*:|\s|$)/;
const step = /(,|…|–|-|&|and|y|^)\s*(?:([A-Z]+)-)?(\d+)/g;

/**
 * The rows of the specification that a title begins with: `ID-03: …`, `ID-03, ID-04: …`,
 * `UI-30…33: …`. None where it begins otherwise.
 */
export function rowIds(title: string): string[] {
  const [found] = list.exec(title) ?? [];
  if (!found) return [];
  const ids: string[] = [];
  let domain = '';
  let last = 0;
  for (const [, sign = '', prefix, digits = ''] of found.matchAll(step)) {
    domain = prefix ?? domain;
    const number = Number(digits);
    const from = /[…–-]/.test(sign) ? last + 1 : number;
    for (let each = from; each <= number; each++) {
      ids.push(`${domain}-${String(each).padStart(2, '0')}`);
    }
    last = number;
  }
  return ids;
}

/** By domain, then by number. */
export function compareRows(one: string, other: string): number {
  const [domain = '', number = ''] = one.split('-');
  const [otherDomain = '', otherNumber = ''] = other.split('-');
  return domain.localeCompare(otherDomain) || Number(number) - Number(otherNumber);
}
