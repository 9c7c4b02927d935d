export { EntryFrame } from './entry-frame.tsx';
