import { Controller, Get } from '@nestjs/common';
import { Allow, By } from '@platform/auth';
import { type Caller, Db } from '@platform/db';
import { readDue } from '../desk';
import { DutiesService } from '../duties';
import { readRunning } from './running.queries';

/** What the bureau watches over all organisations: limits that end soon or ended, and what runs now. */
@Controller('api/supervision')
export class WatchingController {
  constructor(
    private readonly db: Db,
    private readonly duties: DutiesService,
  ) {}

  @Get('due')
  @Allow('audit.read')
  due(@By() caller: Caller) {
    return readDue(this.db, this.duties.all, caller);
  }

  @Get('running')
  @Allow('audit.read')
  running(@By() caller: Caller) {
    return readRunning(this.db, caller);
  }
}
