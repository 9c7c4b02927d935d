export { type Config, ConfigError, loadConfig } from './config.ts';
export { type RunningServer, type StartOptions, startServer } from './serve.ts';
