import { hash, verify } from '@node-rs/argon2';
import { DomainError } from '../errors.ts';

/** OWASP's parameters for argon2id, the library's algorithm by default. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Of a password that nobody knows. Verifying against it takes as long as against a real one. */
export const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$x4uZ5ZGf/qXi3AIkzUbLhw$Um2Ep70aewWSQ+N4XAi+PgPp60b1+QX00MApw3UAyOQ';

export const hashPassword = (password: string): Promise<string> => hash(normal(password), cost);

/** Takes the same time whether or not there is a hash to compare with. */
export async function passwordFits(password: string, stored: string | null): Promise<boolean> {
  const fits = await verify(stored ?? nobodysHash, normal(password));
  return fits && stored !== null;
}

/** Throws `invalidInput.weakPassword` for what is guessed first. */
export function checkPassword(password: string, person: { email: string; username: string }): void {
  const typed = password.toLowerCase();
  const [mailbox] = person.email.split('@');
  const weak =
    guessedFirst.has(typed) ||
    new Set(typed).size < 3 ||
    [person.email, mailbox, person.username].includes(typed);
  if (weak) throw new DomainError('invalidInput', { field: 'password', reason: 'weakPassword' });
}

/** The same letters typed on different keyboards are the same password. */
const normal = (password: string) => password.normalize('NFKC');

const guessedFirst = new Set([
  '12345678',
  '123456789',
  '1234567890',
  '87654321',
  '11223344',
  '12341234',
  '1q2w3e4r',
  '1qaz2wsx',
  'qwertyui',
  'qwertyuiop',
  'asdfghjk',
  'asdfghjkl',
  'password',
  'passw0rd',
  'iloveyou',
  'sunshine',
  'princess',
  'football',
  'baseball',
  'superman',
  'trustno1',
  'abcd1234',
  'abc12345',
  'changeme',
  'contraseña',
  'contrasena',
  'tequiero',
]);
