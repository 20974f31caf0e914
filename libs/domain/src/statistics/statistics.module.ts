import { Module, type OnModuleInit } from '@nestjs/common';
import { Db } from '@platform/db';
import { Jobs } from '@platform/jobs';
import { countNew } from './figures';
import { StatisticsController } from './statistics.controller';

/** Figures. An outlet: it listens to events and reads views; nobody imports it. */
@Module({ controllers: [StatisticsController] })
export class StatisticsModule implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly db: Db,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: 'statistics.count', everyMs: 1000, run: () => countNew(this.db) });
  }
}
