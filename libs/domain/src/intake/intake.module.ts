import { Module } from '@nestjs/common';
import { DutiesModule, DutiesService } from '../duties';
import { IntakeController } from './intake.controller';
import { HoldsService } from './holds.service';
import { IntakeService } from './intake.service';
import { RunningPeriods } from './running-periods';
import { INTAKE_DUTIES } from './intake.duties';

/** Project entry, codes, frozen rulesets, holds. */
@Module({ imports: [DutiesModule], controllers: [IntakeController], providers: [IntakeService, HoldsService, RunningPeriods], exports: [IntakeService, HoldsService, RunningPeriods] })
export class IntakeModule {
  constructor(duties: DutiesService) {
    duties.define(...INTAKE_DUTIES);
  }
}
