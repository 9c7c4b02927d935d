/** Types only: what clients may import. Nothing here exists at run time. */
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from './router.ts';

export type { AppRouter };
export type RouterInputs = inferRouterInputs<AppRouter>;
export type RouterOutputs = inferRouterOutputs<AppRouter>;
export type { Alert, AlertEvent, AlertKind, AlertSeverity } from './alerts/schemas.ts';
export type { AuditEntry, AuditEvent } from './audit/schemas.ts';
export type {
  Channel,
  ChannelDetail,
  ChannelEvent,
  ChannelListItem,
  ChannelRole,
  DirectConversation,
  LinkPreview,
  Message,
  MineEvent,
} from './chat/schemas.ts';
export type { ErrorCode, ErrorData } from './errors.ts';
export type { FileEvent, FileRefusal, FileVariant, FileView } from './files/schemas.ts';
export type { Me, Permission, Presence, Role, SignedIn } from './identity/schemas.ts';
export type {
  Engagement,
  EngagementDay,
  PerformanceFigures,
  PerformancePoint,
} from './insights/analytics-schemas.ts';
export type { Dashboard, MetricsEvent, NodeLoad, Sample } from './insights/schemas.ts';
export type { QueueView } from './moderation/desk-schemas.ts';
export type { Rule, RuleInput, RuleKind, RuleOutcome } from './moderation/filter/schemas.ts';
export type {
  Action,
  ActionType,
  CaseDetail,
  CaseRow,
  DeskEvent,
  EvidenceContent,
  Policy,
  QueueEvent,
  QueueFilters,
  Sanction,
  SanctionKind,
  SubjectType,
} from './moderation/schemas.ts';
export type { Measure, Notification, NotificationEvent } from './notifications/schemas.ts';
export type { MemberCard, PresenceEvent } from './organisations/schemas.ts';
export type { PersonDetail, PersonRow } from './people/schemas.ts';
export type { Settings } from './settings/schemas.ts';
