import type { INestApplication } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { RouteSays } from '../auth';
import { routesOf } from './routes';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const violation = {
  type: 'object',
  required: ['code', 'detail'],
  properties: {
    code: { type: 'string', description: '`<module>.<name>`; the same for ever' },
    detail: { type: 'string', description: 'what and why, in the language of Accept-Language' },
    article: { type: 'string', description: 'the article that the refusal rests on, e.g. TBR-36' },
    citation: { type: 'string' },
    next: { type: 'string', description: 'what can be done now' },
    pointer: { type: 'string', description: 'RFC 6901 pointer to the field at fault' },
    params: { type: 'object' },
  },
} as const;

/** RFC 9457: every refusal of every route has this form. */
const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId', 'violations'],
  properties: {
    ...{ type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, detail: { type: 'string' }, code: { type: 'string' }, requestId: { type: 'string' } },
    violations: { type: 'array', items: violation },
  },
} as const;

const KEY_HEADER = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key with the same content gives the first answer again',
  schema: { type: 'string', minLength: 8, maxLength: 128 },
} as const;

function complete(operation: Operation, method: string, { act, open, takes }: RouteSays): void {
  Object.assign(operation, { summary: act, 'x-act': act }, open ? {} : { security: [{ bearer: [] }] });
  operation.responses['default'] = { description: 'refused', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
  if (method === 'get') return;
  if (takes === 'stream') operation.requestBody = { required: true, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } };
  else operation.parameters = [...(operation.parameters ?? []), KEY_HEADER];
}

/** What routes answer, by operation, and the shapes that the answers share (`npm run contract`). */
export interface ResponseContract {
  responses: Record<string, unknown>;
  schemas: Record<string, unknown>;
}

const VERBS = ['get', 'post', 'put', 'delete', 'patch'] as const;

/** The description with the answers put in: a success is described by the type that the route's method returns. */
export function withContract(document: OpenAPIObject, { responses, schemas }: ResponseContract): OpenAPIObject {
  for (const path of Object.values(document.paths))
    for (const verb of VERBS) {
      const operation = path[verb];
      const schema = operation?.operationId ? responses[operation.operationId] : undefined;
      if (!operation || !schema) continue;
      const status = Object.keys(operation.responses).find((code) => code.startsWith('2')) ?? '200';
      operation.responses[status] = { description: 'done', content: { 'application/json': { schema: schema as never } } };
    }
  document.components = { ...document.components, schemas: { ...(schemas as object), ...document.components?.schemas } };
  return document;
}

/** OpenAPI generated from the routes, their schemas and their declared acts. */
export async function openApi(app: INestApplication, contract: ResponseContract): Promise<OpenAPIObject> {
  const { DocumentBuilder, SwaggerModule } = await import('@nestjs/swagger'); // loaded when first asked for: a start does not wait for it
  const info = new DocumentBuilder().setTitle('天平 Tianping').setDescription('公共资源交易平台接口 / interfaces of a public resource trading platform').setVersion('0.1.0').addBearerAuth().build();
  const document = SwaggerModule.createDocument(app, info);
  const routes = new Map(routesOf(app).map((route) => [route.id, route]));
  for (const path of Object.values(document.paths))
    for (const [method, operation] of Object.entries(path) as [string, Operation][]) {
      const route = routes.get(operation.operationId ?? '');
      if (route?.says) complete(operation, method, route.says);
    }
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem: problem as never } };
  return withContract(document, contract);
}
