import { Controller, Get, Module, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { type AuditRow, projectTrail } from '@platform/audit';
import { Allow } from '@platform/auth';
import { Db } from '@platform/db';
import { date, uuid } from '@platform/http';

const Page = z.strictObject({
  after: z
    .string()
    .regex(/^\d{1,18}$/)
    .default('0'),
  limit: z.coerce.number().int().min(1).max(500).default(200),
  /** A piece of the act's code, e.g. `tender.`. */
  act: z.string().trim().max(60).optional(),
  /** A piece of the login. */
  actor: z.string().trim().max(64).optional(),
  outcome: z.enum(['done', 'refused']).optional(),
  from: date.optional(),
  to: date.optional(),
});

/** Acts whose very existence tells who bids or takes documents: nobody reads or counts them before the deadline, by no act (O20 21, 27; roles.md 4). */
const SEALED = '^(bid\\.|tender\\.(ask|download))';

export interface TrailPage {
  entries: AuditRow[];
  /** Where the next page begins. */
  next: string | null;
}

@Controller('api/projects/:id/audit')
export class TrailController {
  constructor(private readonly db: Db) {}

  /** Who did what, when, from where and with what outcome, in one project. */
  @Get()
  @Allow('audit.read')
  async read(@Param('id', { schema: uuid }) id: string, @Query({ schema: Page }) page: z.infer<typeof Page>): Promise<TrailPage> {
    const [running] = await this.db.read(`select 1 from tender where project_id = $1 and (status = 'bidding' or ended_in = 'bidding') limit 1`, [id]);
    const rows = await projectTrail(this.db, id, { ...page, limit: page.limit + 1, without: running ? SEALED : undefined });
    const entries = rows.slice(0, page.limit);
    return { entries, next: rows.length > page.limit ? entries.at(-1)!.seq : null };
  }
}

@Module({ controllers: [TrailController] })
export class SupervisionModule {}
