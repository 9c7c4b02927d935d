/** How the bot signs in. */
export type Identity = { token: string } | { email: string; password: string };

export interface BotSettings {
  url: string;
  identity: Identity;
  /** Name or id of the channel to answer in. */
  channel: string;
  /** File that remembers the last event, for the next start. */
  memory: string;
}

/** Reads the bot's settings from the environment. Throws an error that names what is missing. */
export function readSettings(env: Record<string, string | undefined>): BotSettings {
  const missing: string[] = [];
  const need = (name: string) => {
    const value = env[name]?.trim() ?? '';
    if (value === '') missing.push(name);
    return value;
  };
  const token = env.ATALAYA_TOKEN?.trim();
  const settings: BotSettings = {
    url: env.ATALAYA_URL?.trim() || 'http://127.0.0.1:3000',
    channel: need('ATALAYA_CHANNEL'),
    memory: env.ECHO_MEMORY?.trim() || './echo-bot.json',
    identity: token
      ? { token }
      : { email: need('ATALAYA_EMAIL'), password: need('ATALAYA_PASSWORD') },
  };
  if (missing.length > 0) throw new Error(`Set ${missing.join(', ')}; see the README.`);
  return settings;
}
