import { Module, type OnModuleInit } from '@nestjs/common';
import { Db } from '@platform/db';
import { consume } from '@platform/events';
import { Jobs } from '@platform/jobs';
import { IntakeModule } from '../intake';
import { OutagesModule } from '../outages';
import { TenderModule } from '../tender';
import { CallsService } from './calls.service';
import { DrawService } from './draw.service';
import { ExpertsController } from './experts.controller';
import { PoolService } from './pool.service';
import { Sitting } from './sitting';
import { DutiesModule, DutiesService } from '../duties';
import { EXPERTS_DUTIES } from './experts.duties';

/** The expert library, the verifiable draw, calls. */
@Module({
  imports: [DutiesModule, TenderModule, IntakeModule, OutagesModule],
  controllers: [ExpertsController],
  providers: [PoolService, DrawService, CallsService, Sitting],
  exports: [CallsService, Sitting],
})
export class ExpertsModule implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly calls: CallsService,
    private readonly db: Db,
    duties: DutiesService,
  ) {
    duties.define(...EXPERTS_DUTIES);
  }

  onModuleInit(): void {
    this.jobs.define({ name: 'call.time-out', everyMs: 5000, run: () => this.calls.timeOutDue() });
    this.jobs.define({ name: 'call.let-go', everyMs: 1000, run: () => this.letGo() });
  }

  private letGo(): Promise<number> {
    return consume(this.db, 'call.let-go', ['tender.failed', 'tender.terminated'], async (tx, events) => {
      for (const { objectId } of events) await this.calls.letGoOf(tx, objectId);
    });
  }
}
