export {
  type DemoIncident,
  type DemoProfileFlag,
  demoIncidents,
  demoProfileFlags,
} from './incidents.ts';
export { purgeDemo } from './purge.ts';
export { type SeedOptions, seedDemo } from './seed.ts';
export {
  type DemoSignIn,
  demoNeighbour,
  demoPassword,
  demoSignIns,
  type SignInName,
} from './sign-ins.ts';
