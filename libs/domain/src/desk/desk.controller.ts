import { Controller, Get } from '@nestjs/common';
import { Allow, By, Public } from '@platform/auth';
import { type Caller, Db } from '@platform/db';
import { DutiesService } from '../duties';
import { articles } from './articles';
import { readTodo } from './todo.queries';

@Controller('api')
export class DeskController {
  constructor(
    private readonly db: Db,
    private readonly duties: DutiesService,
  ) {}

  @Get('articles')
  @Public('article.read')
  articles() {
    return articles();
  }

  @Get('todo')
  @Allow('session.read')
  todo(@By() caller: Caller) {
    return readTodo(this.db, this.duties.all, caller);
  }
}
