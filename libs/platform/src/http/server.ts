import { randomUUID } from 'node:crypto';
import { type Duplex, Readable } from 'node:stream';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RefusalTrail } from '../audit';
import { ActorSource } from '../auth';
import type { Config } from '../config';
import { Realtime } from '../realtime';
import { addressReader, proxyAmong } from './address';
import { AuthGuard } from './auth.guard';
import { isStream } from './body';
import { HEAD_MS, limitConnections, SILENCE_MS } from './connections';
import { Edge } from './edge';
import { readJsonAsUtf8 } from './encoding';
import { serveInTurn, speaksOn } from './in-turn';
import { standGate, STREAM_TYPES } from './gate';
import { securityHeaders } from './headers';
import { Meters } from './meters';
import { bodyLimitOf } from './bounds';
import { openApi, type ResponseContract } from './openapi';
import { ProblemFilter } from './problem.filter';
import { assertBounded, assertPermissions, bodyLimitsOf } from './routes';
import { SchemaPipe } from './schema.pipe';
import { cookiesOf } from './session-cookie';

const adapterFor = (edge: Edge) =>
  new FastifyAdapter({
    bodyLimit: bodyLimitOf(undefined), // where no route says more
    genReqId: () => randomUUID(),
    forceCloseConnections: true, // a stop does not wait for idle connections
    connectionTimeout: SILENCE_MS,
    http: { headersTimeout: HEAD_MS, connectionsCheckingInterval: HEAD_MS / 3, requireHostHeader: false, ...{ shouldUpgradeCallback: speaksOn } }, // what is refused is refused here, with a trace
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => edge.refuse(error, request, reply),
    clientErrorHandler: (error: Error, socket: Duplex) => edge.refuseUnread(error, socket),
  });

/** Bodies of uploads are streams that the handler reads itself: nothing is buffered. */
function passStreams(fastify: FastifyInstance): void {
  fastify.removeContentTypeParser('text/plain');
  fastify.addContentTypeParser([...STREAM_TYPES], (_request, payload, done) => done(null, payload));
}

/** Whoever asks for the head alone has nothing read: Fastify would let the whole content flow to nobody, as fast as the disk gives it. */
function unread(content: Readable): Readable {
  content.on('error', () => undefined).destroy(); // a file that is gone is told when it is opened, which may be after this
  return Readable.from([]);
}

function limitBodies(fastify: FastifyInstance, limits: ReadonlyMap<string, number>): void {
  fastify.addHook('onRoute', (route) => {
    const limit = limits.get(`${String(route.method)} ${route.url}`);
    if (limit !== undefined) route.bodyLimit = limit;
  });
}

/** The HTTP and socket application, ready to listen. */
export async function createHttpApp(module: Parameters<typeof NestFactory.create>[0], config: Config, contract: ResponseContract): Promise<NestFastifyApplication> {
  const addressOf = addressReader(config.TRUSTED_PROXIES, config.PROXY_HEADER);
  const edge = new Edge(addressOf, config);
  // without Nest's own parsers: they would read forms, which any page of the web can send
  const app = await NestFactory.create<NestFastifyApplication>(module, adapterFor(edge), { logger: ['fatal'], abortOnError: false, bodyParser: false });
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const trail = app.get(RefusalTrail);
  edge.trail = trail;
  passStreams(fastify);
  readJsonAsUtf8(fastify);
  await securityHeaders(fastify, config);
  limitConnections(fastify.server, config.CONNECTIONS_PER_ADDRESS, proxyAmong(config.TRUSTED_PROXIES));
  standGate(fastify, { addressOf, meters: app.get(Meters), actors: app.get(ActorSource), cookies: cookiesOf(config) });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    reply.header('x-request-id', request.id);
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store'); // who signs in after this person at the same computer reads nothing of his
    done(null, request.method === 'HEAD' && isStream(payload) ? unread(payload) : payload);
  });
  limitBodies(fastify, bodyLimitsOf(app));
  app.useGlobalGuards(new AuthGuard(app.get(ActorSource)));
  app.useGlobalPipes(new SchemaPipe());
  app.useGlobalFilters(new ProblemFilter(trail, app.get(ActorSource)));
  const described: { document?: Promise<unknown> } = {};
  fastify.get('/api/openapi.json', { config: { door: 'read' } }, async (_request, reply) => reply.send(await (described.document ??= openApi(app, contract))));
  try {
    await app.init();
    assertPermissions(app);
    assertBounded(app);
  } catch (error) {
    await app.close(); // what began with it would go on
    throw error;
  }
  app.get(Realtime).attach(app.getHttpServer());
  serveInTurn(fastify.server, (flaw, request, response) => edge.refuseFlawed(flaw, request, response));
  fastify.server.on('connect', (_request, socket) => edge.refuseUnread(new Error('CONNECT'), socket));
  return app;
}
