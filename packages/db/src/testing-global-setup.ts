import type { TestProject } from 'vitest/node';
import { createTemplate, startTestCluster } from './testing.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** For `createTestDatabase(inject('clusterUrl'))`. */
    clusterUrl: string;
  }
}

/** Vitest's globalSetup: one cluster with one template for the whole run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startTestCluster();
  try {
    await createTemplate(cluster.url);
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  project.provide('clusterUrl', cluster.url);
  return cluster.stop;
}
