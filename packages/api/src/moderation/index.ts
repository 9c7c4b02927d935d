export { readFlagging } from './flagging.ts';
