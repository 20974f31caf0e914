import { setTimeout } from 'node:timers/promises';
import { Controller, Get, HttpCode, Injectable, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { placePrefix } from '@kernel';
import { code, line, place } from '@platform/http';
import { Allow, By, Public } from '@platform/auth';
import { type Caller, Db } from '@platform/db';
import { type SheetColumn, sendWorkbook } from '@platform/sheets';
import { countNew, DIFFERENCE } from './figures';

/** Tenths of a second. */
const PATIENCE = 20;

const month = code(7, /^(19|20)\d{2}-(0[1-9]|1[0-2])$/, '应为 2026-03 形式的月份 / must be a month such as 2026-03');
const Period = z.strictObject({
  from: month.optional(),
  to: month.optional(),
  region: place.optional(),
  category: line(40, 0).optional(),
});
type Period = z.infer<typeof Period>;

interface Totals {
  entered: string;
  completed: string;
  failed: string;
  remote: string;
  turnoverFen: string;
  measured: string;
  baseFen: string;
  savingsFen: string;
}

const SUMS = `coalesce(sum(entered), 0)::text as entered, coalesce(sum(completed), 0)::text as completed, coalesce(sum(failed), 0)::text as failed, coalesce(sum(remote), 0)::text as remote,
  coalesce(sum(turnover_fen), 0)::text as "turnoverFen", coalesce(sum(measured), 0)::text as measured, coalesce(sum(base_fen), 0)::text as "baseFen", coalesce(sum(savings_fen), 0)::text as "savingsFen"`;
const WHERE = `where ($1::text is null or month >= $1) and ($2::text is null or month <= $2) and ($3::text is null or region like $3 || '%') and ($4::text is null or category = $4)`;

/** A share with four decimals, rounded half up, from whole numbers: no float is involved. Null where nothing was measured. */
export function rate(part: string, whole: string): string | null {
  const of = BigInt(whole);
  if (of === 0n) return null;
  const scaled = BigInt(part) * 100_000n;
  const tenth = scaled / of;
  const half = scaled < 0n ? -5n : 5n;
  const rounded = (tenth + half) / 10n;
  const sign = rounded < 0n ? '-' : '';
  const digits = (rounded < 0n ? -rounded : rounded).toString().padStart(5, '0');
  return `${sign}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

const view = <T extends Totals>(row: T) => ({ ...row, projects: row.completed, savingsRate: rate(row.savingsFen, row.baseFen), remoteShare: rate(row.remote, row.completed) });

interface Recount {
  counted: number;
  differences: Record<string, string>[];
}

type Cell = ReturnType<typeof view<Totals>> & { month: string; region: string; category: string };

const COLUMNS: readonly SheetColumn<Cell>[] = [
  { title: { zh: '月份', en: 'Month' }, width: 10, of: ({ month }) => month },
  { title: { zh: '区划', en: 'Region' }, width: 10, of: ({ region }) => region },
  { title: { zh: '类别', en: 'Category' }, of: ({ category }) => category },
  { title: { zh: '进场项目数', en: 'Projects entered' }, of: ({ entered }) => Number(entered) },
  { title: { zh: '成交标段数', en: 'Lots awarded' }, of: ({ completed }) => Number(completed) },
  { title: { zh: '流标、终止标段数', en: 'Lots failed or terminated' }, of: ({ failed }) => Number(failed) },
  { title: { zh: '成交额（元）', en: 'Turnover (yuan)' }, width: 20, of: ({ turnoverFen }) => ({ fen: turnoverFen }) },
  { title: { zh: '计算节资的基数（元）', en: 'Base of savings (yuan)' }, width: 22, of: ({ baseFen }) => ({ fen: baseFen }) },
  { title: { zh: '节资额（元）', en: 'Savings (yuan)' }, width: 20, of: ({ savingsFen }) => ({ fen: savingsFen }) },
  { title: { zh: '节资率', en: 'Savings rate' }, of: ({ savingsRate }) => savingsRate },
  { title: { zh: '异地评标占比', en: 'Remote share' }, of: ({ remoteShare }) => remoteShare },
];

/** Turnover, savings, counts, remote share (rulebook 8). `savings-rate/1`: savings over the summed ceiling prices or estimates of lots that have one. */
@Injectable()
@Controller('api')
export class StatisticsController {
  constructor(private readonly db: Db) {}

  @Get('statistics')
  @Public('figure.read', { door: 'search', lane: 'slow' })
  read(@Query({ schema: Period }) period: Period) {
    return this.#figures(period);
  }

  @Get('statistics.xlsx')
  @Public('figure.read', { door: 'export', lane: 'slow' })
  async sheet(@By() caller: Caller, @Query({ schema: Period }) period: Period, @Res() reply: FastifyReply) {
    const [clock] = await this.db.read<{ now: Date }>('select tianping_now() as now');
    const { formula, total, cells } = await this.#figures(period);
    const rows = [...cells, { ...total, month: caller.language === 'zh' ? '合计' : 'Total', region: '', category: '' }];
    return sendWorkbook(reply, { title: { zh: '统计数据', en: 'Figures' }, columns: COLUMNS, rows, filter: { ...period, formula }, at: clock!.now }, caller);
  }

  /** The row says how it came out: what was counted was due anyway, by the job. */
  async #recounted(caller: Caller, { counted, differences }: Recount): Promise<Recount> {
    await this.db.run(caller, (tx) => tx.record({ type: 'statistics.recounted', objectType: 'statistics', objectId: 'statistics', payload: { counted, differences: differences.length } }));
    return { counted, differences };
  }

  async #figures(period: Period) {
    const params = [period.from ?? null, period.to ?? null, period.region === undefined ? null : placePrefix(period.region), period.category ?? null];
    const [total] = await this.db.read<Totals>(`select ${SUMS} from statistics_cell ${WHERE}`, params);
    const cells = await this.db.read<Totals & { month: string; region: string; category: string }>(
      `select month, region, category, ${SUMS} from statistics_cell ${WHERE} group by month, region, category order by month, region, category limit 5000`,
      params,
    );
    return { formula: 'savings-rate/1', total: view(total!), cells: cells.map(view) };
  }

  @Post('statistics/recount')
  @HttpCode(200)
  @Allow('figure.recompute')
  async recount(@By() caller: Caller) {
    let counted = 0;
    for (let tries = 0; ; tries += 1) {
      counted += await countNew(this.db);
      const differences = await this.db.read<Record<string, string>>(DIFFERENCE);
      // an event behind a transaction that still runs anywhere in the cluster cannot be counted yet: that is no difference
      if (differences.length === 0 || tries === PATIENCE) return this.#recounted(caller, { counted, differences });
      await setTimeout(100);
    }
  }
}
