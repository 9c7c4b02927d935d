export { announceAlerts, type NewAlert, raiseAlert } from './raise.ts';
