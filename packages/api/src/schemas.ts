/** Everything a client needs to check its input with; safe for the browser. */
export * from './chat/schemas.ts';
export * from './files/schemas.ts';
export * from './identity/schemas.ts';
export * from './organisations/schemas.ts';
export * from './settings/schemas.ts';
