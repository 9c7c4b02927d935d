export { NoSuchScreen, ScreenFailure } from './boundary.tsx';
export { routerDefaults, searchNext } from './router.ts';
export { Starting } from './starting.tsx';
