import { Injectable } from '@nestjs/common';
import { beijingTime } from '@kernel';
import { citation, PERIODS } from '@law';
import type { Tx } from '@platform/db';
import { KEPT } from '@procedure';
import { continued, type Lot, type Moved, RunningPeriods, type Stop, type WentOn } from '../intake';
import { publishAmendment, timesOf } from './amendments';
import type { Tender } from './tender.entity';
import { postponedDeadline } from './tender.rules';
import { TenderService } from './tender.service';

/** Of a lot that ended nothing goes on. */
const LOTS = `select id, project_id as "projectId" from tender where project_id = $1 and ($2::uuid is null or id = $2) and status <> all('{${KEPT.join()}}') order by id for update`;

const TIMES = { 'bid-deadline': 'deadline', questions: 'questionsUntil', documents: 'documentsUntil' } as const;
const NAMES = Object.keys(TIMES) as (keyof typeof TIMES)[];

/** What was stopped while bids are prepared goes on afterwards, and one published amendment of the platform's own names every time that moved (TBR 22, 62). */
@Injectable()
export class PostponingService {
  constructor(
    private readonly tenders: TenderService,
    periods: RunningPeriods,
  ) {
    periods.lotsBy((tx, { projectId, tenderId }) => tx.query<Lot>(LOTS, [projectId, tenderId]));
    periods.announcedBy((tx, lot, wentOn) => this.#announce(tx, lot, wentOn));
    periods.define('bid-deadline', (tx, lot, stop) => this.#deadline(tx, lot, stop));
    periods.define('questions', (tx, lot, stop) => this.#continue(tx, lot, 'questionsUntil', stop));
    periods.define('documents', (tx, lot, stop) => this.#continue(tx, lot, 'documentsUntil', stop));
  }

  async #deadline(tx: Tx, lot: Lot, stop: Stop): Promise<Moved | undefined> {
    const tender = await this.#bidding(tx, lot);
    const to = tender && postponedDeadline(tender.deadline, stop);
    if (!tender || !to) return undefined;
    const moved = { from: tender.deadline, to };
    tender.deadline = to;
    await tx.save(tender);
    return moved;
  }

  async #continue(tx: Tx, lot: Lot, end: 'questionsUntil' | 'documentsUntil', stop: Stop): Promise<Moved | undefined> {
    const tender = await this.#bidding(tx, lot);
    const moved = tender && continued(tender[end], stop);
    if (!tender || !moved || tender[end] >= tender.deadline) return undefined;
    tender[end] = new Date(Math.min(moved.to.getTime(), tender.deadline.getTime()));
    await tx.save(tender);
    return { from: moved.from, to: tender[end] };
  }

  async #announce(tx: Tx, { id }: Lot, wentOn: WentOn): Promise<void> {
    const moved = NAMES.filter((name) => wentOn[name]);
    if (moved.length === 0) return;
    const tender = await this.tenders.load(tx, id);
    const before = { ...timesOf(tender), ...Object.fromEntries(moved.map((name) => [TIMES[name], wentOn[name]!.from])) };
    await publishAmendment(tx, tender, { kind: 'postponement', text: reasonText(wentOn[moved[0]!]!.stop, moved), affectsBids: false }, timesOf(tender), before);
  }

  async #bidding(tx: Tx, { id }: Lot): Promise<Tender | undefined> {
    const tender = await this.tenders.load(tx, id);
    return tender.status === 'bidding' ? tender : undefined;
  }
}

const reasonText = ({ kind, from, to, outageId }: Stop, moved: readonly (keyof typeof TIMES)[]): string => {
  const names = moved.map((name) => PERIODS[name].zh).join('、');
  const span = `${beijingTime(from)} 至 ${beijingTime(to)}`;
  return kind === 'HT'
    ? `平台于 ${span} 中断运行，${names}按平台规则对全体投标人同等顺延。中断记录编号：${outageId}。`
    : `本标段于 ${span} 依法暂停（${citation(kind === 'HD' ? 'TBR-22' : 'TBR-62', 'zh')}），暂停期间不计入${names}，相应顺延。`;
};
