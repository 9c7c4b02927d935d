import type { Permission } from '@atalaya/api/types';
import type { TextKey } from '@atalaya/ui/i18n';
import {
  IconBell,
  IconChartLine,
  IconFilter,
  IconFlag,
  IconHistory,
  IconLayoutDashboard,
  IconSettings,
  IconStackPop,
  IconUsers,
} from '@tabler/icons-react';

/** The console's screens: in the rail, in the palette, and behind `g` and a letter. */
export const screens = [
  { to: '/', key: 'd', icon: IconLayoutDashboard, name: 'dashboard', needs: 'insights:read' },
  { to: '/queue', key: 'q', icon: IconFlag, name: 'queue', needs: 'moderation:read' },
  { to: '/alerts', key: 'a', icon: IconBell, name: 'alerts', needs: 'alerts:read' },
  { to: '/insights', key: 'i', icon: IconChartLine, name: 'insights', needs: 'insights:read' },
  { to: '/people', key: 'p', icon: IconUsers, name: 'people', needs: 'people:read' },
  { to: '/rules', key: 'f', icon: IconFilter, name: 'rules', needs: 'moderation:read' },
  { to: '/settings', key: 's', icon: IconSettings, name: 'settings', needs: 'moderation:read' },
  { to: '/jobs', key: 'j', icon: IconStackPop, name: 'jobs', needs: 'system:settings' },
  { to: '/audit', key: 'l', icon: IconHistory, name: 'audit', needs: 'audit:read' },
] as const satisfies readonly {
  to: string;
  key: string;
  icon: unknown;
  name: string;
  needs: Permission;
}[];

/** What the bar at the foot of a narrow window has room for; the others are behind “more”. */
export const inNarrowBar: readonly (typeof screens)[number]['name'][] = [
  'dashboard',
  'queue',
  'alerts',
  'people',
];

export const goKeys = {
  dashboard: 'keys.goDashboard',
  queue: 'keys.goQueue',
  alerts: 'keys.goAlerts',
  insights: 'keys.goInsights',
  people: 'keys.goPeople',
  rules: 'keys.goRules',
  settings: 'keys.goSettings',
  jobs: 'keys.goJobs',
  audit: 'keys.goAudit',
} as const satisfies Record<(typeof screens)[number]['name'], TextKey>;
