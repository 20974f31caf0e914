import { Module } from '@nestjs/common';
import { FilesModule } from '../files';
import { IntakeModule } from '../intake';
import { OutagesModule } from '../outages';
import { TenderModule } from '../tender';
import { AwardController } from './award.controller';
import { AwardService } from './award.service';
import { FallenService } from './fallen.service';
import { ObjectionService } from './objection.service';

/** Candidates, award decision, award notice, contract; objections to the result. */
@Module({ imports: [TenderModule, IntakeModule, OutagesModule, FilesModule], controllers: [AwardController], providers: [AwardService, FallenService, ObjectionService] })
export class AwardModule {}
