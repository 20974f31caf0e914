import { Module, type OnModuleInit } from '@nestjs/common';
import { Db } from '@platform/db';
import { consume } from '@platform/events';
import { Jobs } from '@platform/jobs';
import { RoomsService } from './rooms.service';

/** Numbered event streams of halls and rooms. */
@Module({ providers: [RoomsService], exports: [RoomsService] })
export class RoomsModule implements OnModuleInit {
  constructor(
    private readonly rooms: RoomsService,
    private readonly db: Db,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: 'room.close', everyMs: 1000, run: () => this.closeEnded() });
  }

  /** Whoever sits in a hall or room of a lot that ended hears that it is over. */
  private closeEnded(): Promise<number> {
    return consume(this.db, 'room.close', ['tender.failed', 'tender.terminated'], async (tx, events) => {
      for (const { objectId } of events) await this.rooms.closeAllOf(tx, { kind: 'tender', id: objectId });
    });
  }
}
