type Cell = string | number | null;

/** One line of CSV, without its end. */
export const csvLine = (cells: readonly Cell[]): string => cells.map(csvCell).join(',');

function csvCell(value: Cell): string {
  if (value === null) return '';
  // Programs for tables take a text that begins like this for a formula.
  const text = typeof value === 'string' ? value.replace(/^[=+\-@\t\r]/, "'$&") : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
