import type { Log, Metrics } from '@atalaya/api';

export interface Tracing {
  /** The same metrics, which also leave a span for every call. */
  traced(metrics: Metrics): Metrics;
  /** Resolves when the last spans are sent or given up. */
  close(): Promise<void>;
}

interface TracingOptions {
  /** Address of an OTLP collector; `/v1/traces` is added. */
  url: string;
  version: string;
  nodeId: string;
  log: Log;
}

/** Sends a span per procedure call to an OpenTelemetry collector. Loads its packages only now. */
export async function startTracing({
  url,
  version,
  nodeId,
  log,
}: TracingOptions): Promise<Tracing> {
  const [{ SpanStatusCode }, sdk, { OTLPTraceExporter }, { resourceFromAttributes }] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/sdk-trace'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ]);
  const exporter = new OTLPTraceExporter({
    url: url.endsWith('/v1/traces') ? url : `${url}/v1/traces`,
    timeoutMillis: 2_000,
  });
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({
      'service.name': 'atalaya',
      'service.version': version,
      'service.instance.id': nodeId,
    }),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter, scheduledDelayMillis: 1_000 })],
  });
  const tracer = provider.getTracer('atalaya', version);
  return {
    traced: (metrics) => ({
      call(path, outcome, seconds) {
        metrics.call(path, outcome, seconds);
        const ended = Date.now();
        const span = tracer.startSpan(path, {
          startTime: ended - seconds * 1000,
          attributes: { 'rpc.system': 'trpc', 'rpc.method': path, 'atalaya.outcome': outcome },
        });
        if (outcome === 'failed') span.setStatus({ code: SpanStatusCode.ERROR });
        span.end(ended);
      },
      count: (name, by) => metrics.count(name, by),
    }),
    async close() {
      await provider.shutdown().catch((error: unknown) => {
        log.warn({ err: error }, 'the last traces could not be sent');
      });
    },
  };
}
