import type { INestApplication, Type } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ACT, ActorSource, PUBLIC } from '../auth';
import { Realtime } from '../realtime';

/** A route of a controller, with what it declares. */
export interface DeclaredRoute {
  /** `<Controller>_<method>`, as OpenAPI's operationId. */
  id: string;
  act: string | undefined;
  isPublic: boolean;
}

export function declaredRoutes(discovery: DiscoveryService, reflector: Reflector): DeclaredRoute[] {
  const scanner = new MetadataScanner();
  return discovery.getControllers().flatMap(({ instance, name }) => {
    const prototype = Object.getPrototypeOf(instance) as Record<string, Type>;
    const methods = scanner.getAllMethodNames(prototype).filter((key) => Reflect.hasMetadata('path', prototype[key]!));
    return methods.map((method) => {
      const places = [prototype[method]!, instance.constructor as Type];
      return { id: `${name}_${method}`, act: reflector.getAllAndOverride<string | undefined>(ACT, places), isPublic: reflector.getAllAndOverride<boolean | undefined>(PUBLIC, places) ?? false };
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
