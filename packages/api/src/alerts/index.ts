export { announceAlerts, endAlerts, type NewAlert, type RaisedAlert, raiseAlert } from './raise.ts';
