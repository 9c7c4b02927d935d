/** The text of a search parameter; undefined when it is missing or empty. */
export const searchText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** What is searched for in an address is text; a code that looks like a number stays as it is. */
export const plainSearch = {
  parseSearch: (search: string): Record<string, string> =>
    Object.fromEntries(new URLSearchParams(search)),
  stringifySearch(search: Record<string, unknown>): string {
    const given = Object.entries(search).filter(([, value]) => searchText(value) !== undefined);
    const written = new URLSearchParams(
      given.map(([name, value]) => [name, String(value)]),
    ).toString();
    return written === '' ? '' : `?${written}`;
  },
};
