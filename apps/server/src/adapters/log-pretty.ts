const colours: Record<string, string> = {
  debug: '\u001b[2m',
  info: '\u001b[36m',
  warn: '\u001b[33m',
  error: '\u001b[31m',
};
const plain = '\u001b[0m';
const unimportant = new Set(['level', 'time', 'msg', 'pid', 'hostname', 'node', 'err']);

/** Turns a JSON line of the log into one line for a person at a terminal. */
export function prettyLine(json: string): string {
  const entry = JSON.parse(json) as Record<string, unknown>;
  const level = String(entry['level']);
  const time = new Date(String(entry['time'])).toTimeString().slice(0, 8);
  const fields = Object.entries(entry)
    .filter(([name]) => !unimportant.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const head = `${time} ${colours[level] ?? ''}${level.padEnd(5)}${plain} ${String(entry['msg'])}`;
  return `${[head, ...fields, reasonOf(entry['err'])].filter((part) => part !== '').join(' ')}\n`;
}

function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { message, stack } = error as { message?: unknown; stack?: unknown };
  // The second line of a stack says where; the rest is in the log file.
  const place = typeof stack === 'string' ? (stack.split('\n')[1]?.trim() ?? '') : '';
  return `(${String(message)}${place ? ` ${place}` : ''})`;
}
