const hidden = '[redacted]';
const deepest = 6;

/** Names of fields that hold secrets or personal data, in lower case and without `-` and `_`. */
const sensitive = new Set([
  ...['authorization', 'cookie', 'setcookie', 'password', 'passwordhash', 'secret', 'secretkey'],
  ...['token', 'accesstoken', 'refreshtoken', 'idtoken', 'apikey', 'code', 'invitecode', 'totp'],
  ...['connectionparams', 'credential', 'credentials', 'connectionstring', 'databaseurl'],
  ...['email', 'emailaddress', 'mailto', 'phone', 'displayname', 'realname', 'bio', 'statustext'],
  ...['content', 'input', 'detail', 'subject', 'text'],
]);

const isSensitive = (name: string) => sensitive.has(name.toLowerCase().replace(/[-_]/g, ''));

/** A copy of a log entry's fields without secrets and personal data, at any depth. */
export function redactFields(fields: object): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    copy[name] = isSensitive(name) ? hidden : redact(value, 1);
  }
  return copy;
}

function redact(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return redactError(value, depth);
  if (value instanceof Date) return value;
  if (ArrayBuffer.isView(value)) return '[bytes]';
  if (depth >= deepest) return '[deep]';
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => redact(item, depth + 1));
  if (value instanceof Map || value instanceof Set) return `[${value.size} entries]`;
  const copy: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value)) {
    copy[name] = isSensitive(name) ? hidden : redact(inner, depth + 1);
  }
  return copy;
}

/** Only what helps to find the fault: errors of the database also carry the row that was at fault. */
function redactError(error: Error, depth: number): Record<string, unknown> {
  const { code, table, constraint } = error as Error & Record<string, unknown>;
  const copy: Record<string, unknown> = { type: error.name, message: redactText(error.message) };
  if (typeof code === 'string' && /^\w{1,40}$/.test(code)) copy['code'] = code;
  if (typeof table === 'string') copy['table'] = table;
  if (typeof constraint === 'string') copy['constraint'] = constraint;
  if (error.stack) copy['stack'] = redactText(error.stack);
  if (error.cause !== undefined && depth < deepest) copy['cause'] = redact(error.cause, depth + 1);
  if (error instanceof AggregateError && depth < deepest) {
    copy['errors'] = error.errors.slice(0, 5).map((each) => redact(each, depth + 1));
  }
  return copy;
}

/** A text without what looks like an e-mail address, a token, or a password in an address. */
export function redactText(text: string): string {
  return text
    .replace(/(\w+:\/\/[^\s:/@]*):[^\s@/]+@/g, `$1:${hidden}@`)
    .replace(/[\w.+%-]+@[\w-]+(?:\.[\w-]+)+/g, hidden)
    .replace(/\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g, hidden)
    .replace(/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${hidden}`)
    .replace(
      /([?&](?:code|token|access_token|refresh_token|password|secret)=)[^&\s"']+/gi,
      `$1${hidden}`,
    );
}
