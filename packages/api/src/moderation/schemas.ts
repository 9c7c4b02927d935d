/** The contract of moderation with every client, a file for each thing it is about. */
export * from './case-schemas.ts';
export * from './detail-schemas.ts';
