import { Module } from '@nestjs/common';
import { DutiesService } from './duties.service';

/** What somebody owes, by when, and on which article. */
@Module({ providers: [DutiesService], exports: [DutiesService] })
export class DutiesModule {}
