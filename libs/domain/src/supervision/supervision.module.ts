import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService } from '@nestjs/core';
import { declaredRoutes } from '@platform/http';
import { Realtime } from '@platform/realtime';
import { DutiesModule } from '../duties';
import { ALL_ACTS, ProposalsService } from '../identity';
import { undisclosed } from './disclosures';
import { untellable } from './room-disclosures';
import { PlatformTrailController } from './platform-trail';
import { unthought } from './readings';
import { TrailController } from './trail';
import { WatchingController } from './watching.controller';

/** Rights that roles hold and that no route, message or request takes. */
export const handless = (taken: ReadonlySet<string>, rights: Iterable<string> = ALL_ACTS): string[] => [...rights].filter((act) => !taken.has(act)).sort();

@Module({ imports: [DiscoveryModule, DutiesModule], controllers: [PlatformTrailController, TrailController, WatchingController] })
export class SupervisionModule implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly realtime: Realtime,
    private readonly proposals: ProposalsService,
  ) {}

  /** An act whose traces nobody has thought about stops the boot: what it tells would be hidden from those who watch, or shown to those who must not know. */
  onApplicationBootstrap(): void {
    const declared = declaredRoutes(this.discovery);
    const blind = unthought(declared.map(({ address }) => address));
    if (blind.length) throw new Error(`addresses without a row in supervision/readings.ts: ${blind.join(', ')}`);
    const routes = declared.flatMap(({ says }) => says?.act ?? []);
    const messages = [...this.realtime.messages.values()].map(({ act }) => act);
    const proposed = this.proposals.acts.map(({ act }) => act);
    const idle = handless(new Set([...routes, ...messages, ...proposed]));
    if (idle.length) throw new Error(`rights to acts that nothing carries out: ${idle.join(', ')}`);
    const missing = undisclosed([...routes, ...messages, ...proposed]);
    if (missing.length) throw new Error(`acts without a row in supervision/disclosures.ts: ${missing.join(', ')}`);
    const told = untellable();
    if (told.length) throw new Error(`events of rooms that tell more than all who are there may know: ${told.join('; ')}`);
  }
}
