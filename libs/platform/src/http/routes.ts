import { type INestApplication, RequestMethod, type Type } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ActorSource, type RouteSays, SAYS } from '../auth';
import { Realtime } from '../realtime';

/** A route of a controller, with what it declares. */
export interface DeclaredRoute {
  /** `<Controller>_<method>`, as OpenAPI's operationId. */
  id: string;
  /** HTTP's word for reading or writing. */
  reads: boolean;
  says: RouteSays | undefined;
}

export function declaredRoutes(app: INestApplication): DeclaredRoute[] {
  const scanner = new MetadataScanner();
  return app
    .get(DiscoveryService)
    .getControllers()
    .flatMap(({ instance, name }) => {
      const prototype = Object.getPrototypeOf(instance) as Record<string, Type>;
      const methods = scanner.getAllMethodNames(prototype).filter((key) => Reflect.hasMetadata('path', prototype[key]!));
      return methods.map((method) => {
        const handler = prototype[method]!;
        return { id: `${name}_${method}`, reads: Reflect.getMetadata('method', handler) === RequestMethod.GET, says: Reflect.getMetadata(SAYS, handler) as RouteSays | undefined };
      });
    });
}

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
  const routes = declaredRoutes(app).flatMap((route) => faultOf(route, permissions));
  const messages = [...app.get(Realtime).messages].flatMap(([message, { act }]) => (permissions.has(act) ? [] : [`socket ${message}: no role holds ${act}`]));
  const faults = [...routes, ...messages];
  if (faults.length) throw new Error(`routes without a permission:\n  ${faults.join('\n  ')}`);
}
