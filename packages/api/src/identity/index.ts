export { hasPermission } from './permissions.ts';
export { randomToken, tokenHash } from './random-token.ts';
