import { Module } from '@nestjs/common';
import { NewsController } from './news.controller';
import { RoomsController } from './rooms.controller';
import { WorkbenchController } from './workbench.controller';

/** What owes, runs and exists, for the home pages of all workspaces; the trading centre's rooms; news. */
@Module({ controllers: [WorkbenchController, RoomsController, NewsController] })
export class WorkbenchModule {}
