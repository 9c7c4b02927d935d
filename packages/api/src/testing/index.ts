export {
  type Caller,
  callerAs,
  callerAsNobody,
  callerFor,
  callerWithToken,
  contextFor,
} from './callers.ts';
export { aMember, anOrganisation, testPassword } from './factories.ts';
export { Jar } from './jar.ts';
export { ManualClock } from './manual-clock.ts';
export { Postbox } from './postbox.ts';
export { refusalKey, refusalOf } from './refusals.ts';
export { createWorld, type World } from './world.ts';
