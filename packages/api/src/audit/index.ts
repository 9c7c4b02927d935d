export { verifyChain } from './verify.ts';
export { type AuditScope, appendEntry, auditScope } from './write.ts';
