import { randomUUID } from 'node:crypto';
import { NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ActorSource } from '../auth';
import { CONFIG, type Config } from '../config';
import { Db } from '../db';
import { Realtime } from '../realtime';
import { anonymousLimit } from './anonymous-limit';
import { AuthGuard } from './auth.guard';
import { languageOf } from './caller';
import { asBusinessError, ProblemFilter } from './problem.filter';
import { openApi, type ResponseContract } from './openapi';
import { problemOf } from './problem';
import { assertBounded, assertPermissions } from './routes';
import { SchemaPipe } from './schema.pipe';

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'content-security-policy':
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; frame-ancestors 'none'; object-src 'none'; base-uri 'none'; form-action 'self'",
};

const HEADERS = Object.entries(SECURITY_HEADERS);

/** Errors that Fastify meets before Nest does (a broken URL, a broken header) are told like all others. */
const adapterFor = (config: Config) =>
  new FastifyAdapter({
    bodyLimit: config.BODY_LIMIT_KB * 1024,
    genReqId: () => randomUUID(),
    trustProxy: false,
    forceCloseConnections: true, // a stop does not wait for idle connections
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
      const told = asBusinessError(error, request);
      const problem = problemOf(told, languageOf(request.headers['accept-language']), String(request.id));
      void reply.status(told.status).header('content-type', 'application/problem+json; charset=utf-8').send(JSON.stringify(problem));
    },
  });

/** Bodies of uploads are streams that the handler reads itself: nothing is buffered. */
function passStreams(fastify: FastifyInstance): void {
  fastify.removeContentTypeParser('text/plain');
  fastify.addContentTypeParser(['application/octet-stream', 'application/pdf', 'application/zip', 'text/plain', 'text/markdown'], (_request, payload, done) => done(null, payload));
}

/** The HTTP and socket application, ready to listen. */
export async function createHttpApp(module: Parameters<typeof NestFactory.create>[0], config: Config, contract: ResponseContract): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(module, adapterFor(config), { logger: ['fatal'], abortOnError: false });
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  passStreams(fastify);
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    for (const [name, value] of HEADERS) if (!reply.hasHeader(name)) reply.header(name, value);
    reply.header('x-request-id', request.id);
    done();
  });
  app.useGlobalGuards(new AuthGuard(app.get(Reflector), app.get(ActorSource), anonymousLimit(config.ANONYMOUS_PER_MINUTE)));
  app.useGlobalPipes(new SchemaPipe());
  app.useGlobalFilters(new ProblemFilter(app.get(Db), app.get(CONFIG)));
  const described: { document?: Promise<unknown> } = {};
  fastify.get('/api/openapi.json', async (_request, reply) => reply.send(await (described.document ??= openApi(app, contract))));
  await app.init();
  assertPermissions(app);
  assertBounded(app);
  app.get(Realtime).attach(app.getHttpServer());
  return app;
}
