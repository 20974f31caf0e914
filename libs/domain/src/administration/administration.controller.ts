import { Controller, Get, Inject, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, By } from '@platform/auth';
import { CONFIG, type Config } from '@platform/config';
import { type Caller, Db } from '@platform/db';
import { Jobs, type JobState } from '@platform/jobs';
import { TimeSource, Trust } from '../trust';
import { accounts, organisations } from './accounts.queries';
import { certificates, roles, rulesets } from './administration.queries';
import { health } from './health.queries';
import { Find } from './administration.dto';

type Find = z.infer<typeof Find>;

/** Who there is, what the rules are, and how the installation does. Each administrator reads what is his. */
@Controller('api')
export class AdministrationController {
  constructor(
    private readonly db: Db,
    private readonly trust: Trust,
    private readonly time: TimeSource,
    private readonly queue: Jobs,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

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
  accounts(@By() caller: Caller, @Query({ schema: Find }) query: Find) {
    return accounts(this.db, caller, query);
  }

  @Get('me/organisation/accounts')
  @Allow('account.read-own')
  ownAccounts(@By() caller: Caller, @Query({ schema: Find }) query: Find) {
    return accounts(this.db, caller, query, caller.actor.organisationId);
  }

  @Get('organisations')
  @Allow('account.read')
  organisations(@Query({ schema: Find }) query: Find) {
    return organisations(this.db, query);
  }

  @Get('certificates')
  @Allow('certificate.read')
  certificates() {
    return certificates(this.db, this.trust);
  }

  @Get('jobs')
  @Allow('job.read')
  async jobs(): Promise<{ items: JobState[] }> {
    return { items: await this.queue.states() };
  }

  @Get('health/parts')
  @Allow('job.read')
  parts() {
    return health(this.db, this.queue, this.config.DATA_DIR, this.time);
  }
}
