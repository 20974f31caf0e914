import { Module, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '@platform/jobs';
import { IntakeModule } from '../intake';
import { OutagesModule } from '../outages';
import { TenderModule } from '../tender';
import { CallsService } from './calls.service';
import { DrawService } from './draw.service';
import { ExpertsController } from './experts.controller';
import { PoolService } from './pool.service';

/** The expert library, the verifiable draw, calls. */
@Module({ imports: [TenderModule, IntakeModule, OutagesModule], controllers: [ExpertsController], providers: [PoolService, DrawService, CallsService], exports: [CallsService] })
export class ExpertsModule implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly calls: CallsService,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: 'call.time-out', everyMs: 5000, run: () => this.calls.timeOutDue() });
  }
}
