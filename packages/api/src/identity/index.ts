export {
  announceBan,
  announceStanding,
  banMember,
  easeBan,
  holdStanding,
} from './bans.ts';
export { hasPermission } from './permissions.ts';
export type { BanFacts } from './policy.ts';
export { randomToken, tokenHash } from './random-token.ts';
