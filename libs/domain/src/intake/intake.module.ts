import { Module } from '@nestjs/common';
import { IntakeController } from './intake.controller';
import { IntakeService } from './intake.service';

/** Project entry, codes, frozen rulesets, holds. */
@Module({ controllers: [IntakeController], providers: [IntakeService], exports: [IntakeService] })
export class IntakeModule {}
