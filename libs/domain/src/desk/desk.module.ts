import { Module } from '@nestjs/common';
import { DutiesModule } from '../duties';
import { DeskController } from './desk.controller';

/** What people look at before they act: what they owe, and on which articles all rests. */
@Module({ imports: [DutiesModule], controllers: [DeskController] })
export class DeskModule {}
