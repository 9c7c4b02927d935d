import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { silentLog, silentMetrics } from '@atalaya/api';
import { expect, test } from 'vitest';
import { startTracing } from './tracing.ts';

interface Traces {
  resourceSpans: {
    resource: { attributes: object[] };
    scopeSpans: {
      spans: { name: string; startTimeUnixNano: string; endTimeUnixNano: string; status: object }[];
    }[];
  }[];
}

test('OPS-31: a call is a span at the collector, with its duration and whether it failed', async () => {
  const received: Traces[] = [];
  const paths: (string | undefined)[] = [];
  const collector = createServer((request, response) => {
    paths.push(request.url);
    void json(request).then((body) => {
      received.push(body as Traces);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const { port } = collector.address() as { port: number };
  const url = `http://127.0.0.1:${port}`;
  const tracing = await startTracing({ url, version: '1.2.3', nodeId: 'n-1', log: silentLog });
  const counted: string[] = [];
  const metrics = tracing.traced({ ...silentMetrics, call: (path) => counted.push(path) });
  metrics.call('chat.messages.send', 'ok', 0.25);
  metrics.call('auth.login', 'failed', 0.001);
  await tracing.close();
  collector.close();

  expect(counted).toEqual(['chat.messages.send', 'auth.login']);
  expect(paths).toContain('/v1/traces');
  const spans = received.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
  );
  expect(spans.map(({ name }) => name)).toEqual(['chat.messages.send', 'auth.login']);
  const [first, second] = spans;
  const nanoseconds = Number(
    BigInt(first?.endTimeUnixNano ?? 0) - BigInt(first?.startTimeUnixNano ?? 0),
  );
  expect(nanoseconds / 1e6).toBeCloseTo(250, 0);
  expect(second?.status).toMatchObject({ code: 2 });
  expect(JSON.stringify(received[0]?.resourceSpans[0]?.resource)).toContain('1.2.3');
});

test('OPS-31: a collector that is gone costs nothing but the traces', async () => {
  const warnings: string[] = [];
  const log = { ...silentLog, warn: (_: object, message: string) => warnings.push(message) };
  const tracing = await startTracing({ url: 'http://127.0.0.1:9', version: '1', nodeId: 'n', log });
  tracing.traced(silentMetrics).call('auth.login', 'ok', 0.1);
  const started = performance.now();
  await tracing.close();
  expect(performance.now() - started).toBeLessThan(5_000);
});
