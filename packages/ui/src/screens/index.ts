export { NoSuchScreen, ScreenFailure } from './boundary.tsx';
export { Starting } from './starting.tsx';
