export { workIdentityJobs } from './jobs.ts';
export { hashPassword } from './passwords.ts';
export { hasPermission, permissionsOf } from './permissions.ts';
export { randomToken, tokenHash } from './random-token.ts';
export { createRevocations, type Revocations } from './revocations.ts';
export { createTokens, type Tokens } from './tokens.ts';
