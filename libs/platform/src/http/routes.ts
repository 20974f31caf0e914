import type { INestApplication, Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import type { z } from 'zod';
import { ACT, ActorSource, PUBLIC } from '../auth';
import { Realtime } from '../realtime';
import { unbounded } from './bounds';

/** A route of a controller, with what it declares. */
export interface DeclaredRoute {
  /** `<Controller>_<method>`, as OpenAPI's operationId. */
  id: string;
  act: string | undefined;
  isPublic: boolean;
  /** What is checked of its body, query and path, by `body`, `query.after`, `param.id`. */
  schemas: [name: string, schema: z.ZodType][];
}

type Argument = { index: number; data?: string; schema?: z.ZodType };
const PLACES: Record<string, string> = { [RouteParamtypes.BODY]: 'body', [RouteParamtypes.QUERY]: 'query', [RouteParamtypes.PARAM]: 'param' };

function schemasOf(controller: Type, method: string): DeclaredRoute['schemas'] {
  const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<string, Argument>;
  return Object.entries(args).flatMap(([key, { data, schema }]) => (schema ? [[[PLACES[key.split(':')[0]!] ?? key, data].filter(Boolean).join('.'), schema]] : []) as [string, z.ZodType][]);
}

export function declaredRoutes(discovery: DiscoveryService, reflector: Reflector): DeclaredRoute[] {
  const scanner = new MetadataScanner();
  return discovery.getControllers().flatMap(({ instance, name }) => {
    const prototype = Object.getPrototypeOf(instance) as Record<string, Type>;
    const methods = scanner.getAllMethodNames(prototype).filter((key) => Reflect.hasMetadata('path', prototype[key]!));
    return methods.map((method) => {
      const places = [prototype[method]!, instance.constructor as Type];
      return {
        id: `${name}_${method}`,
        schemas: schemasOf(instance.constructor as Type, method),
        act: reflector.getAllAndOverride<string | undefined>(ACT, places),
        isPublic: reflector.getAllAndOverride<boolean | undefined>(PUBLIC, places) ?? false,
      };
    });
  });
}

export const routesOf = (app: INestApplication): DeclaredRoute[] => declaredRoutes(app.get(DiscoveryService), app.get(Reflector));

/** A route without a declared act, or with one that no role holds, stops the boot: nothing is open by forgetting. */
export function assertPermissions(app: INestApplication): void {
  const { permissions } = app.get(ActorSource);
  const routes = routesOf(app).flatMap(({ id, act, isPublic }) => {
    if (!act) return [`${id.replace('_', '.')}: neither @Allow nor @Public`];
    return isPublic || permissions.has(act) ? [] : [`${id.replace('_', '.')}: no role holds ${act}`];
  });
  const messages = [...app.get(Realtime).messages].flatMap(([message, { act }]) => (permissions.has(act) ? [] : [`socket ${message}: no role holds ${act}`]));
  const faults = [...routes, ...messages];
  if (faults.length) throw new Error(`routes without a permission:\n  ${faults.join('\n  ')}`);
}

/** A route or message that takes a text, a list or a number without a limit stops the boot too: every parser behind it has a length before it. */
export function assertBounded(app: INestApplication): void {
  const routes = routesOf(app).flatMap(({ id, schemas }) => schemas.flatMap(([name, schema]) => unbounded(schema).map((at) => `${id.replace('_', '.')} ${name} ${at}`)));
  const messages = [...app.get(Realtime).messages].flatMap(([message, { schema }]) => unbounded(schema).map((at) => `socket ${message} ${at}`));
  const faults = [...routes, ...messages];
  if (faults.length) throw new Error(`input without a limit:\n  ${faults.join('\n  ')}`);
}
