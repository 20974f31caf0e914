import { Controller, Get } from '@nestjs/common';
import { Allow, By, Public } from '@platform/auth';
import { type Caller, Db } from '@platform/db';
import { articles } from './administration.queries';
import { readRunning } from './running.queries';
import { readDue, readTodo } from './todo.queries';

/** What people look at before they act: what they owe, what runs, on which articles all rests. Reads over all modules. */
@Controller('api')
export class WorkbenchController {
  constructor(private readonly db: Db) {}

  @Get('articles')
  @Public('article.read')
  articles() {
    return articles();
  }

  @Get('todo')
  @Allow('session.read')
  todo(@By() caller: Caller) {
    return readTodo(this.db, caller);
  }

  @Get('supervision/due')
  @Allow('audit.read')
  due(@By() caller: Caller) {
    return readDue(this.db, caller);
  }

  @Get('supervision/running')
  @Allow('audit.read')
  running(@By() caller: Caller) {
    return readRunning(this.db, caller);
  }
}
