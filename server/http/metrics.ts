import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Everything `/metrics` tells. Labels carry no desk and no number. */
export class Metrics {
  readonly registry = new Registry();
  readonly ingested = new Counter({
    name: 'sidetone_ingest_records_total',
    help: 'Records received, by what became of them.',
    labelNames: ['status'] as const,
    registers: [this.registry],
  });
  readonly stored = new Counter({
    name: 'sidetone_records_stored_total',
    help: 'Records moved from the queue to the store by this server.',
    registers: [this.registry],
  });
  readonly failedAttempts = new Counter({
    name: 'sidetone_queue_failed_attempts_total',
    help: 'Attempts to store a message that failed.',
    registers: [this.registry],
  });
  readonly httpSeconds = new Histogram({
    name: 'sidetone_http_request_duration_seconds',
    help: 'Time from request to answer.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
    registers: [this.registry],
  });

  constructor(gauges: { queueDepth(): Promise<{ waiting: number; dead: number }>; sockets(): SocketCounts }) {
    for (const status of ['stored', 'duplicate', 'refused'] as const) this.ingested.inc({ status }, 0);
    collectDefaultMetrics({ register: this.registry });
    const depth = () => gauges.queueDepth().catch(() => ({ waiting: NaN, dead: NaN }));
    new Gauge({
      name: 'sidetone_dead_letters',
      help: 'Messages no worker could store; NaN while the database is away.',
      registers: [this.registry],
      async collect() {
        this.set((await depth()).dead);
      },
    });
    new Gauge({
      name: 'sidetone_queue_depth',
      help: 'Messages waiting for a worker; NaN while the database is away.',
      registers: [this.registry],
      async collect() {
        this.set((await depth()).waiting);
      },
    });
    new Gauge({
      name: 'sidetone_sockets',
      help: 'Open WebSockets.',
      labelNames: ['kind'] as const,
      registers: [this.registry],
      collect() {
        const { desks, monitors } = gauges.sockets();
        this.set({ kind: 'desk' }, desks);
        this.set({ kind: 'monitor' }, monitors);
      },
    });
  }

  /** Times every request and serves `/metrics`. */
  register(app: FastifyInstance): void {
    app.addHook('onResponse', async (request, reply) => {
      this.httpSeconds.observe(
        { method: request.method, route: request.routeOptions.url ?? 'unknown', status: reply.statusCode },
        reply.elapsedTime / 1000,
      );
    });
    app.get('/metrics', { schema: { tags: ['operation'], summary: 'Prometheus metrics' } }, async (_request, reply) =>
      reply.type(this.registry.contentType).send(await this.registry.metrics()),
    );
  }
}

export interface SocketCounts {
  desks: number;
  monitors: number;
}
