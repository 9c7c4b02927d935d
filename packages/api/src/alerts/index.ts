export { announceAlerts, type NewAlert, type RaisedAlert, raiseAlert } from './raise.ts';
