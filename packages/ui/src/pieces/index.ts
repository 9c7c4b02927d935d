export { Avatar } from './avatar.tsx';
export { Logo } from './logo.tsx';
export { PresenceDot, type PresenceState } from './presence-dot.tsx';
export { MessagesSkeleton, RowsSkeleton } from './skeletons.tsx';
export { Empty, Failure } from './states.tsx';
