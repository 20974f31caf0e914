import { Module } from '@nestjs/common';
import { AdministrationController } from './administration.controller';
import { FollowsController } from './follows.controller';
import { NewsController } from './news.controller';
import { RoomsController } from './rooms.controller';
import { WorkbenchController } from './workbench.controller';

export { publishNews } from './news.controller';

/** What is owed, what runs and who there is, for the home pages of all workspaces; the trading centre's rooms; news; what a bidder follows. */
@Module({ controllers: [WorkbenchController, AdministrationController, RoomsController, NewsController, FollowsController] })
export class WorkbenchModule {}
