import { startEchoBot } from './bot.ts';
import { readSettings } from './settings.ts';

try {
  const settings = readSettings(process.env);
  const bot = await startEchoBot(settings);
  console.log(`Answering in ${settings.channel} at ${settings.url}. Stop with Ctrl+C.`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void bot.stop().then(() => process.exit(0)));
  }
  await bot.finished;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
