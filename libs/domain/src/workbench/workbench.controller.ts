import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import { Allow, By, Public } from '@platform/auth';
import { type Caller, Db } from '@platform/db';
import { date } from '@platform/http';
import { Jobs, type JobState } from '@platform/jobs';
import { Trust } from '../identity';
import { accounts, articles, certificates, roles, rulesets } from './administration.queries';
import { type Health, health } from './health.queries';
import { readRunning, readSessions } from './running.queries';
import { readDue, readTodo } from './todo.queries';

const Find = z.strictObject({ q: z.string().trim().max(100).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) });
const Day = z.strictObject({ day: date.optional() });

/** What people look at before they act: what they owe, what runs, who there is. Reads over all modules; it owns nothing. */
@Controller('api')
export class WorkbenchController {
  constructor(
    private readonly db: Db,
    private readonly trust: Trust,
    private readonly jobs: Jobs,
  ) {}

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
  running() {
    return readRunning(this.db);
  }

  @Get('venue/sessions')
  @Allow('venue.read')
  sessions(@Query({ schema: Day }) { day }: z.infer<typeof Day>) {
    return readSessions(this.db, day);
  }

  @Get('roles')
  @Allow('session.read')
  roles() {
    return roles();
  }

  @Get('rulesets')
  @Allow('session.read')
  rulesets() {
    return rulesets();
  }

  @Get('accounts')
  @Allow('account.read')
  accounts(@Query({ schema: Find }) query: z.infer<typeof Find>) {
    return accounts(this.db, query);
  }

  @Get('certificates')
  @Allow('certificate.read')
  certificates() {
    return certificates(this.db, this.trust);
  }

  @Get('jobs')
  @Allow('job.read')
  async jobStates(): Promise<{ items: JobState[] }> {
    return { items: await this.jobs.states() };
  }

  @Get('health/parts')
  @Allow('job.read')
  parts(): Promise<{ items: Health[] }> {
    return health(this.db, this.jobs);
  }
}
