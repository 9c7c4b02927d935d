export { verifyChain } from './verify.ts';
export { AuditScope, appendEntry } from './write.ts';
