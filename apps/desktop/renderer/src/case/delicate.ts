import type { Policy } from '@atalaya/api/types';

const delicate = new Set<Policy>(['sexual', 'violence', 'selfHarm']);

/** Whether nobody should have to see it before they want to. */
export const isDelicate = (policy: Policy): boolean => delicate.has(policy);
