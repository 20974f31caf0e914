import { Module } from '@nestjs/common';
import { DutiesModule, DutiesService } from '../duties';
import { FilesModule } from '../files';
import { IntakeModule } from '../intake';
import { OutagesModule } from '../outages';
import { TenderModule } from '../tender';
import { AwardController } from './award.controller';
import { AwardService } from './award.service';
import { FallenService } from './fallen.service';
import { ObjectionService } from './objection.service';
import { AWARD_DUTIES } from './award.duties';

/** Candidates, award decision, award notice, contract; objections to the result. */
@Module({ imports: [DutiesModule, TenderModule, IntakeModule, OutagesModule, FilesModule], controllers: [AwardController], providers: [AwardService, FallenService, ObjectionService] })
export class AwardModule {
  constructor(duties: DutiesService) {
    duties.define(...AWARD_DUTIES);
  }
}
