import { Module } from '@nestjs/common';
import { IntakeController } from './intake.controller';
import { HoldsService } from './holds.service';
import { IntakeService } from './intake.service';
import { RunningPeriods } from './running-periods';

/** Project entry, codes, frozen rulesets, holds. */
@Module({ controllers: [IntakeController], providers: [IntakeService, HoldsService, RunningPeriods], exports: [IntakeService, HoldsService, RunningPeriods] })
export class IntakeModule {}
