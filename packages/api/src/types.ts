/** Types only: what clients may import. Nothing here exists at run time. */
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from './router.ts';

export type { AppRouter };
export type RouterInputs = inferRouterInputs<AppRouter>;
export type RouterOutputs = inferRouterOutputs<AppRouter>;
export type {
  Channel,
  ChannelDetail,
  ChannelEvent,
  ChannelListItem,
  ChannelRole,
  Message,
  MineEvent,
} from './chat/schemas.ts';
export type { ErrorCode, ErrorData } from './errors.ts';
export type { Me, Permission, Presence, Role, SignedIn } from './identity/schemas.ts';
export type { MemberCard, PresenceEvent } from './organisations/schemas.ts';
export type { Settings } from './settings/schemas.ts';
