import { type INestApplication, RequestMethod, type Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { z } from 'zod';
import { ActorSource, type RouteSays, SAYS } from '../auth';
import { MOST_BYTES, Realtime } from '../realtime';
import { bodyLimitOf, LARGEST_BODY, largest, unbounded } from './bounds';

/** A route of a controller, with what it declares. */
export interface DeclaredRoute {
  /** `<Controller>_<method>`, as OpenAPI's operationId. */
  id: string;
  /** `POST /api/tenders/:id`. */
  address: string;
  /** HTTP's word for reading or writing. */
  reads: boolean;
  says: RouteSays | undefined;
  /** What is checked of its body, query and path, by `body`, `query.after`, `param.id`. */
  schemas: [name: string, schema: z.ZodType][];
}

type Argument = { index: number; data?: string; schema?: z.ZodType };
const PLACES: Record<string, string> = { [RouteParamtypes.BODY]: 'body', [RouteParamtypes.QUERY]: 'query', [RouteParamtypes.PARAM]: 'param' };

function schemasOf(controller: Type, method: string): DeclaredRoute['schemas'] {
  const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<string, Argument>;
  return Object.entries(args).flatMap(([key, { data, schema }]) => (schema ? [[[PLACES[key.split(':')[0]!] ?? key, data].filter(Boolean).join('.'), schema]] : []) as [string, z.ZodType][]);
}

function addressOf(controller: Type, handler: Type): string {
  const steps = [controller, handler].flatMap((of) => (Reflect.getMetadata('path', of) as string).split('/')).filter(Boolean);
  return `${RequestMethod[Reflect.getMetadata('method', handler) as number]} /${steps.join('/')}`;
}

export function declaredRoutes(discovery: DiscoveryService): DeclaredRoute[] {
  const scanner = new MetadataScanner();
  return discovery.getControllers().flatMap(({ instance, name }) => {
    const prototype = Object.getPrototypeOf(instance) as Record<string, Type>;
    const controller = instance.constructor as Type;
    const methods = scanner.getAllMethodNames(prototype).filter((key) => Reflect.hasMetadata('path', prototype[key]!));
    return methods.map((method) => {
      const handler = prototype[method]!;
      return {
        id: `${name}_${method}`,
        address: addressOf(controller as Type, handler),
        reads: Reflect.getMetadata('method', handler) === RequestMethod.GET,
        says: Reflect.getMetadata(SAYS, handler) as RouteSays | undefined,
        schemas: schemasOf(controller, method),
      };
    });
  });
}

export const routesOf = (app: INestApplication): DeclaredRoute[] => declaredRoutes(app.get(DiscoveryService));

/** Bytes of a body, by the route's address: as many as its schema takes, so that nobody has a megabyte read where a word is asked. */
export const bodyLimitsOf = (app: INestApplication): ReadonlyMap<string, number> =>
  new Map(routesOf(app).map(({ address, schemas }) => [address, bodyLimitOf(schemas.find(([name]) => name === 'body')?.[1])]));

function faultOf({ id, reads, says }: DeclaredRoute, permissions: ReadonlySet<string>): string[] {
  const name = id.replace('_', '.');
  if (!says) return [`${name}: neither @Allow nor @Public`];
  // what strangers write costs more than reading does: its budget is chosen, not left over
  if (says.open) return reads || says.door ? [] : [`${name}: strangers write here, and no door is named`];
  return permissions.has(says.act) ? [] : [`${name}: no role holds ${says.act}`];
}

/** A route without a declared act, or with one that no role holds, stops the boot: nothing is open by forgetting. */
export function assertPermissions(app: INestApplication): void {
  const { permissions } = app.get(ActorSource);
  const routes = routesOf(app).flatMap((route) => faultOf(route, permissions));
  const messages = [...app.get(Realtime).messages].flatMap(([message, { act }]) => (permissions.has(act) ? [] : [`socket ${message}: no role holds ${act}`]));
  const faults = [...routes, ...messages];
  if (faults.length) throw new Error(`routes without a permission:\n  ${faults.join('\n  ')}`);
}

/** Whatever is checked of requests and messages, by its place. */
export const inputsOf = (app: INestApplication): [place: string, schema: z.ZodType][] => [
  ...routesOf(app).flatMap(({ id, schemas }) => schemas.map(([name, schema]): [string, z.ZodType] => [`${id.replace('_', '.')} ${name}`, schema])),
  ...[...app.get(Realtime).messages].map(([message, { schema }]): [string, z.ZodType] => [`socket ${message}`, schema]),
];

/** Bytes around a message: its name, its number, the key of the act. */
const AROUND = 1024;

/** Where a schema takes more than is carried to it. */
function tooLarge(app: INestApplication): string[] {
  const routes = [...bodyLimitsOf(app)].flatMap(([address, bytes]) => (bytes > LARGEST_BODY ? [`${address}: ${bytes} bytes, and ${LARGEST_BODY} are read`] : []));
  const messages = [...app.get(Realtime).messages].flatMap(([message, { schema }]) => (largest(schema) + AROUND > MOST_BYTES ? [`socket ${message}: ${largest(schema)} bytes`] : []));
  return [...routes, ...messages];
}

/** A route or message that takes a text, a list or a number without a limit stops the boot too: every parser behind it has a length before it. */
export function assertBounded(app: INestApplication): void {
  const faults = inputsOf(app).flatMap(([place, schema]) => unbounded(schema).map((at) => `${place} ${at}`));
  if (faults.length === 0) faults.push(...tooLarge(app));
  if (faults.length) throw new Error(`input without a limit:\n  ${faults.join('\n  ')}`);
}
