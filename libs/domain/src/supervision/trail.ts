import { Controller, Get, Module, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type AuditRow, projectTrail, type TrailFilter } from '@platform/audit';
import { Allow, By } from '@platform/auth';
import { type Caller, Db } from '@platform/db';
import { date, uuid } from '@platform/http';
import { MOST_ROWS, type SheetColumn, sendWorkbook } from '@platform/sheets';

const FILTER = {
  /** A piece of the act's code, e.g. `tender.`. */
  act: z.string().trim().max(60).optional(),
  /** A piece of the login. */
  actor: z.string().trim().max(64).optional(),
  outcome: z.enum(['done', 'refused']).optional(),
  from: date.optional(),
  to: date.optional(),
};
const Filter = z.strictObject(FILTER);
const Page = z.strictObject({
  ...FILTER,
  after: z
    .string()
    .regex(/^\d{1,18}$/)
    .default('0'),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});

/** Acts whose very existence tells who bids or takes documents: nobody reads or counts them before the deadline, by no act (O20 21, 27; roles.md 4). */
const SEALED = '^(bid\\.|tender\\.(ask|download))';

export interface TrailPage {
  entries: AuditRow[];
  /** Where the next page begins. */
  next: string | null;
}

const COLUMNS: readonly SheetColumn<AuditRow>[] = [
  { title: { zh: '序号', en: 'Number' }, width: 10, of: ({ seq }) => seq },
  { title: { zh: '时间（北京时间）', en: 'Time (Beijing)' }, width: 22, of: ({ at }) => at },
  { title: { zh: '账号', en: 'Login' }, width: 20, of: ({ actorLogin }) => actorLogin },
  { title: { zh: '操作', en: 'Act' }, width: 26, of: ({ act }) => act },
  { title: { zh: '对象类型', en: 'Object type' }, width: 14, of: ({ objectType }) => objectType },
  { title: { zh: '对象', en: 'Object' }, width: 38, of: ({ objectId }) => objectId },
  { title: { zh: '结果', en: 'Outcome' }, width: 10, of: ({ outcome }) => outcome },
  { title: { zh: 'IP 地址', en: 'IP address' }, width: 16, of: ({ ip }) => ip },
  { title: { zh: '请求编号', en: 'Request' }, width: 38, of: ({ requestId }) => requestId },
  { title: { zh: '详情', en: 'Detail' }, width: 60, of: ({ detail }) => JSON.stringify(detail) },
];

@Controller('api/projects/:id')
export class TrailController {
  constructor(private readonly db: Db) {}

  /** Who did what, when, from where and with what outcome, in one project. */
  @Get('audit')
  @Allow('audit.read', { lane: 'slow' })
  async read(@Param('id', { schema: uuid }) id: string, @Query({ schema: Page }) page: z.infer<typeof Page>): Promise<TrailPage> {
    const rows = await this.#rows(id, { ...page, limit: page.limit + 1 });
    const entries = rows.slice(0, page.limit);
    return { entries, next: rows.length > page.limit ? entries.at(-1)!.seq : null };
  }

  @Get('audit.xlsx')
  @Allow('audit.read', { lane: 'slow' })
  async sheet(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Query({ schema: Filter }) filter: z.infer<typeof Filter>, @Res() reply: FastifyReply) {
    const [clock] = await this.db.read<{ now: Date; code: string | null }>('select tianping_now() as now, (select code from project where id = $1) as code', [id]);
    const rows = await this.#rows(id, { ...filter, after: '0', limit: MOST_ROWS + 1 });
    const spec = { title: { zh: '操作留痕', en: 'Audit trail' }, columns: COLUMNS, rows: rows.slice(0, MOST_ROWS), at: clock!.now, cut: rows.length > MOST_ROWS };
    return sendWorkbook(reply, { ...spec, filter: { project: clock!.code ?? id, ...filter } }, caller);
  }

  async #rows(id: string, filter: Omit<TrailFilter, 'without'>): Promise<AuditRow[]> {
    const [running] = await this.db.read(`select 1 from tender where project_id = $1 and (status = 'bidding' or ended_in = 'bidding') limit 1`, [id]);
    return projectTrail(this.db, id, { ...filter, without: running ? SEALED : undefined });
  }
}

@Module({ controllers: [TrailController] })
export class SupervisionModule {}
