export { createSettingsReader, type SettingsReader } from './reader.ts';
