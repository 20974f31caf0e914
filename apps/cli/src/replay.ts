import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { visibly } from '@kernel';
import { invites, type ProcedureId, procedureOf } from '@procedure';
import { closeConnections, keepTime, Refused } from './play/client';
import { award, type Candidate, draw, enter, evaluate, open, openRoom, type Played, publish, publishCandidates, untilConfirmed, uploadDocument, type Way } from './play/life';
import { advance, firmOf, importExperts, type Office, openOffice, platformTime, registerBidder } from './play/office';
import type { Bidder } from './play/people';
import { eachOf } from './play/each';
import { Progress } from './play/progress';
import { readReplayFile, type ReplayTender } from './play/replay-file';
import { startServer } from './play/server';

/** Tenders whose deadlines fall together; each takes four experts of the library for the same hours. */
const WAVE = 24;
/** Each is online all the while. */
const EXPERTS = 10 * WAVE;

export interface ReplaySummary {
  tenders: number;
  completed: number;
  /** Tenders won by the recorded winner, or, at a tie for the lowest price, by one who bid the same. */
  winnerMatches: number;
  /** Of those, won by another bidder at the same lowest price: the method's tie rule (earlier receipt) decided. */
  tiesDecidedOtherwise: number;
  awardTotalFen: string;
  refused: { ref: string; reason: string }[];
  seconds: number;
  tendersPerSecond: number;
  serverPeakMiB: number | undefined;
  statistics: { projects: number; turnoverFen: string };
}

interface Result {
  source: ReplayTender;
  bidder: string;
  priceFen: string;
}

const reasonOf = (error: unknown) => (error instanceof Refused ? `${error.problem.code}: ${error.problem.detail}` : String(error));

class Replay {
  readonly refused: ReplaySummary['refused'] = [];
  readonly #bidders = new Map<string, Promise<Bidder>>();

  constructor(
    private readonly office: Office,
    private readonly width: number,
    private readonly procedure: ProcedureId,
    private readonly progress: Progress,
  ) {}

  /** A wave goes through its life together, because it shares one clock. */
  async wave(tenders: readonly ReplayTender[], documentId: string): Promise<Result[]> {
    const { office } = this;
    const now = await platformTime(office.officer);
    const published = await this.#each(
      tenders,
      async (source) => {
        const way = await this.#way(source);
        return publish(office, await enter(office, source, way), source, documentId, now, way);
      },
      (source) => source.ref,
    );
    await this.#each(published, (played) => this.#bid(played), refOf);
    if (published[0]) await advance(office, new Date(published[0].deadline.getTime() + 1000));
    const evaluated = await this.#each(published, (played) => this.#openAndEvaluate(played), refOf);
    const publicityOver = Math.max(...evaluated.map((one) => one.publicityUntil.getTime()));
    if (evaluated.length > 0) await advance(office, new Date(publicityOver));
    return this.#each(
      evaluated,
      (one) => this.#award(one),
      ({ played }) => refOf(played),
    );
  }

  #each<T, R>(list: readonly T[], work: (item: T) => Promise<R>, ref: (item: T) => string): Promise<R[]> {
    return eachOf(list, this.width, work, (item, error) => this.refused.push({ ref: ref(item), reason: reasonOf(error) }));
  }

  /** Who bids in the file is who is invited. */
  async #way({ bids }: ReplayTender): Promise<Way> {
    const { procedure } = this;
    const invitees = invites({ procedure }) ? await Promise.all(bids.map(async ({ bidder }) => (await this.#bidder(bidder)).firm.uscc)) : [];
    return { procedure, invitees };
  }

  #bidder(pseudonym: string): Promise<Bidder> {
    const known = this.#bidders.get(pseudonym);
    if (known) return known;
    const made = registerBidder(this.office, firmOf(pseudonym, this.#bidders.size));
    this.#bidders.set(pseudonym, made);
    return made;
  }

  async #bid(played: Played): Promise<void> {
    for (const { bidder, priceFen } of played.source.bids) await (await this.#bidder(bidder)).submit(played, priceFen);
    this.progress.step();
  }

  async #openAndEvaluate(played: Played): Promise<{ played: Played; candidates: Candidate[]; publicityUntil: Date }> {
    const { office } = this;
    const bidders = await Promise.all(played.source.bids.map(({ bidder }) => this.#bidder(bidder)));
    await open(office, played, bidders);
    await draw(office, played);
    await untilConfirmed(office, played.tenderId);
    const { evaluationId, experts } = await openRoom(office, played.tenderId);
    await evaluate(office, played, experts, evaluationId);
    const { candidates, publicityUntil } = await publishCandidates(office, played.tenderId);
    this.progress.step();
    return { played, candidates, publicityUntil: new Date(publicityUntil) };
  }

  async #award({ played, candidates }: { played: Played; candidates: Candidate[] }): Promise<Result> {
    const byName = new Map(await Promise.all(played.source.bids.map(async ({ bidder }) => [`${bidder}（演示）` as string, await this.#bidder(bidder)] as const)));
    const { bidder, priceFen } = await award(this.office, played, candidates, (name) => byName.get(name)!);
    this.progress.step();
    return { source: played.source, bidder: bidder.replace('（演示）', ''), priceFen };
  }
}

const refOf = (played: Played) => played.source.ref;

/** Waits until the job has counted what was awarded: it runs each second by itself. */
async function readStatistics(office: Office, completed: number): Promise<ReplaySummary['statistics']> {
  interface Figures {
    total: { projects: string; turnoverFen: string };
  }
  let figures = await office.officer.get<Figures>('/api/statistics');
  for (let tries = 0; tries < 120 && Number(figures.total.projects) < completed; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    figures = await office.officer.get<Figures>('/api/statistics');
  }
  return { projects: Number(figures.total.projects), turnoverFen: figures.total.turnoverFen };
}

function compare(results: readonly Result[]): { winnerMatches: number; tiesDecidedOtherwise: number } {
  const same = results.filter(({ source, bidder }) => source.expected.winner === bidder).length;
  const tied = results.filter(({ source, bidder, priceFen }) => source.expected.winner !== bidder && source.expected.priceFen === priceFen && source.method === 'lowest-price').length;
  return { winnerMatches: same + tied, tiesDecidedOtherwise: tied };
}

function tell(summary: ReplaySummary): void {
  const { tenders, completed, winnerMatches, tiesDecidedOtherwise, awardTotalFen, refused, seconds, statistics } = summary;
  console.log(`\n完成 ${completed} / ${tenders} 个标段，用时 ${seconds} 秒（每秒 ${summary.tendersPerSecond} 个），服务器内存峰值 ${summary.serverPeakMiB ?? '?'} MiB`);
  console.log(`completed ${completed} of ${tenders} tenders in ${seconds} s (${summary.tendersPerSecond} a second); the server held ${summary.serverPeakMiB ?? '?'} MiB at most`);
  console.log(`中标人与真实结果一致 / winners as recorded: ${winnerMatches}（其中同价按先递交者优先 / of those, equal lowest prices decided by earlier receipt: ${tiesDecidedOtherwise}）`);
  console.log(`中标总额 / awarded in all: ${awardTotalFen} fen；统计作业 / by the statistics job: ${statistics.turnoverFen} fen, ${statistics.projects}`);
  for (const { ref, reason } of refused.slice(0, 20)) console.log(visibly(`  未完成 / not completed: ${ref}: ${reason}`));
}

/** Sends every tender of a `replay/1` file through the public interfaces and compares the outcome with what really happened. */
export async function replay(file: string, { out, concurrency, every, procedure }: { out?: string; concurrency: string; every: string; procedure: string }): Promise<void> {
  const { id } = procedureOf({ procedure });
  const { tenders: all, source } = readReplayFile(file);
  const tenders = all.filter((_, i) => i % Math.max(1, Number(every) || 1) === 0);
  console.log(`重放 / replaying ${tenders.length} 个标段：${source}`);
  console.log('投标人为化名，评分、评审意见为演示数据 / bidders are pseudonyms; reviews and remarks are made up');
  const server = await startServer(new Date('2024-03-05T01:00:00Z'));
  try {
    const started = Date.now();
    keepTime(server.url);
    const office = await openOffice(server.url, server.home, server.password);
    await importExperts(office, EXPERTS, (error) => console.error(reasonOf(error)));
    const progress = new Progress(tenders.length * 3);
    const run = new Replay(office, Math.max(1, Number(concurrency) || 8), id as ProcedureId, progress);
    const documentId = await uploadDocument(office, '招标文件（重放用）');
    const results: Result[] = [];
    for (let from = 0; from < tenders.length; from += WAVE) results.push(...(await run.wave(tenders.slice(from, from + WAVE), documentId)));
    progress.end();
    const seconds = Math.round((Date.now() - started) / 100) / 10;
    const awardTotalFen = results.reduce((sum, one) => sum + BigInt(one.priceFen), 0n).toString();
    const statistics = await readStatistics(office, results.length);
    const peak = await server.peakMemory();
    const tendersPerSecond = Math.round((results.length / seconds) * 10) / 10;
    const summary: ReplaySummary = {
      tenders: tenders.length,
      completed: results.length,
      ...compare(results),
      awardTotalFen,
      refused: run.refused,
      seconds,
      tendersPerSecond,
      serverPeakMiB: peak,
      statistics,
    };
    tell(summary);
    if (out) {
      mkdirSync(out, { recursive: true });
      writeFileSync(join(out, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
    }
    for (const member of [...office.experts.values(), office.representative]) member.leave();
    if (run.refused.length > 0) process.exitCode = 1;
  } finally {
    await closeConnections();
    await server.stop();
  }
}
