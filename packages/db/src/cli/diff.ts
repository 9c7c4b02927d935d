import { writeMigration } from '../diff.ts';

/** `diff NAME`: writes the next migration from the difference between the migrations and the schema files. */
try {
  const written = await writeMigration({ name: process.argv.slice(2).join(' ') });
  if (!written) console.log('The migrations and the schema agree; nothing was written.');
  else {
    console.log(`${written.path}\n\n${written.sql}`);
    if (/\bDROP (TABLE|COLUMN|TYPE)\b/.test(written.sql))
      console.log('This migration throws data away: read it before you keep it.');
  }
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
