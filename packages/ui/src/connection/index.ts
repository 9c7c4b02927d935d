export { ConnectionBanner } from './connection-banner.tsx';
export { ConnectionDot } from './connection-dot.tsx';
