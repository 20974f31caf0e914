import { Module } from '@nestjs/common';
import { FilesModule } from '../files';
import { IntakeModule } from '../intake';
import { ClarificationService } from './clarification.service';
import { PostponingService } from './postponing.service';
import { TenderController } from './tender.controller';
import { TenderService } from './tender.service';

/** Notice, documents, questions, amendments, and the stage of each lot. */
@Module({ imports: [FilesModule, IntakeModule], controllers: [TenderController], providers: [TenderService, ClarificationService, PostponingService], exports: [TenderService] })
export class TenderModule {}
