import { rmSync } from 'node:fs';
import { createTestDatabase } from '@atalaya/db/testing';
import { inject } from 'vitest';
import type { Config } from '../config.ts';
import { type RunningServer, type StartOptions, startServer } from '../serve.ts';
import { testConfig } from './config.ts';

/** A whole server of this process with a database of its own. */
export interface TestServer extends RunningServer, AsyncDisposable {
  config: Config;
  /** Calls a mutation by HTTP. */
  post(path: string, input: unknown, headers?: Record<string, string>): Promise<Response>;
  /** The access token of a demo account. */
  signIn(email: string): Promise<string>;
}

export async function startTestServer(
  changes: Partial<Config> = {},
  options: StartOptions = {},
): Promise<TestServer> {
  const database = await createTestDatabase(inject('clusterUrl'));
  const config = testConfig({ databaseUrl: database.url, ...changes });
  const server = await startServer(config, { webFolder: null, ...options });
  const url = `http://127.0.0.1:${server.port}`;
  const post = (path: string, input: unknown, headers: Record<string, string> = {}) =>
    fetch(`${url}/trpc/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ json: input }),
    });
  return {
    ...server,
    url,
    config,
    post,
    async signIn(email) {
      const response = await post('auth.login', { email, password: 'demo-atalaya' });
      const body = (await response.json()) as {
        result: { data: { json: { accessToken: string } } };
      };
      return body.result.data.json.accessToken;
    },
    async [Symbol.asyncDispose]() {
      await server.stop();
      await database.drop();
      rmSync(config.dataDir, { recursive: true, force: true });
    },
  };
}

/** What a client finds in an error, however the answer is wrapped. */
export async function errorOf(response: Response) {
  interface Shape {
    data: { error: string; messageKey: string; requestId: string; retryAfter: number | null };
  }
  const body = (await response.json()) as { error: Shape & { json?: Shape } };
  return (body.error.json ?? body.error).data;
}
