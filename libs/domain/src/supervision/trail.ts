import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Allow, By } from '@platform/auth';
import { type Caller, Db } from '@platform/db';
import { date, line, uuid } from '@platform/http';
import { MOST_ROWS, type SheetColumn, sendWorkbook } from '@platform/sheets';
import { projectTrail, type TrailEntry } from './trail.queries';

const FILTER = {
  /** A piece of the act's code, e.g. `tender.`. */
  act: line(60, 0).optional(),
  /** A piece of the login. */
  actor: line(64, 0).optional(),
  outcome: z.enum(['done', 'refused']).optional(),
  from: date.optional(),
  to: date.optional(),
};
const Filter = z.strictObject(FILTER);
const Page = z.strictObject({
  ...FILTER,
  after: uuid.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});

export interface TrailPage {
  entries: TrailEntry[];
  /** Where the next page begins. */
  next: string | null;
}

type Numbered = TrailEntry & { number: number };

/** Rows are numbered as they stand in this file: the trail's own numbers would count what the reader may not know. */
const COLUMNS: readonly SheetColumn<Numbered>[] = [
  { title: { zh: '序号', en: 'Number' }, width: 10, of: ({ number }) => number },
  { title: { zh: '时间（北京时间）', en: 'Time (Beijing)' }, width: 22, of: ({ at }) => at },
  { title: { zh: '账号', en: 'Login' }, width: 20, of: ({ actorLogin }) => actorLogin },
  { title: { zh: '操作', en: 'Act' }, width: 26, of: ({ act }) => act },
  { title: { zh: '对象类型', en: 'Object type' }, width: 14, of: ({ objectType }) => objectType },
  { title: { zh: '对象', en: 'Object' }, width: 38, of: ({ objectId }) => objectId },
  { title: { zh: '结果', en: 'Outcome' }, width: 10, of: ({ outcome }) => outcome },
  { title: { zh: 'IP 地址', en: 'IP address' }, width: 16, of: ({ ip }) => ip },
  { title: { zh: '请求编号', en: 'Request' }, width: 38, of: ({ requestId }) => requestId },
  { title: { zh: '详情', en: 'Detail' }, width: 60, of: ({ detail }) => (detail ? JSON.stringify(detail) : null) },
];

@Controller('api/projects/:id')
export class TrailController {
  constructor(private readonly db: Db) {}

  /** Who did what, when, from where and with what outcome, in one project. */
  @Get('audit')
  @Allow('audit.read', { lane: 'slow' })
  read(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Query({ schema: Page }) page: z.infer<typeof Page>): Promise<TrailPage> {
    return projectTrail(this.db, caller, id, page);
  }

  @Get('audit.xlsx')
  @Allow('audit.read', { lane: 'slow' })
  async sheet(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Query({ schema: Filter }) filter: z.infer<typeof Filter>, @Res() reply: FastifyReply) {
    const { entries, next } = await projectTrail(this.db, caller, id, { ...filter, limit: MOST_ROWS });
    const [clock] = await this.db.read<{ now: Date; code: string | null }>('select tianping_now() as now, (select code from project where id = $1) as code', [id]);
    const rows = entries.map((entry, i) => ({ ...entry, number: i + 1 }));
    const spec = { title: { zh: '操作留痕', en: 'Audit trail' }, columns: COLUMNS, rows, at: clock!.now, cut: next !== null };
    return sendWorkbook(reply, { ...spec, filter: { project: clock!.code ?? id, ...filter } }, caller);
  }
}
