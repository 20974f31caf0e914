import { Module } from '@nestjs/common';
import { DutiesModule, DutiesService } from '../duties';
import { FilesModule } from '../files';
import { IntakeModule } from '../intake';
import { ClarificationService } from './clarification.service';
import { PostponingService } from './postponing.service';
import { FollowsController } from './follows.controller';
import { TenderController } from './tender.controller';
import { TenderService } from './tender.service';
import { TENDER_DUTIES } from './tender.duties';

/** Notice, documents, questions, amendments, who follows what, and the stage of each lot. */
@Module({
  imports: [DutiesModule, FilesModule, IntakeModule],
  controllers: [TenderController, FollowsController],
  providers: [TenderService, ClarificationService, PostponingService],
  exports: [TenderService],
})
export class TenderModule {
  constructor(duties: DutiesService) {
    duties.define(...TENDER_DUTIES);
  }
}
