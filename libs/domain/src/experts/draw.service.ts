import { randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Id, type Refusal, refuse, refuseAny, localDate } from '@kernel';
import { canonicalRules, commitment, type DrawRules, freeze, seedOf } from '@draw';
import { sha256Hex } from '@envelope';
import type { Terms } from '@law';
import { type Caller, Db, hasRole, type Tx } from '@platform/db';
import { refuseFar } from '../calendar';
import { type Asked, ProposalsService } from '../identity';
import { HoldsService } from '../intake';
import { assertNow, confirmerOf, stageName } from '@procedure';
import { type Tender, TenderService } from '../tender';
import { avoidReason, employersSitting, loadEmployers, loadPool, type Parties, partiesTo, type PoolRow, pseudonym } from './avoidance';
import { CallsService } from './calls.service';
import { drawContent, requestContent } from './draw.content';
import { Draw, type DrawStatus, drawMachine } from './draw.entity';
import { isSound } from './committee';
import { thinNeeds } from './pool-size';
import type { RequestDraw } from './experts.dto';
import { R } from './experts.refusals';
import { libraryFault } from './libraries';
import { Sitting } from './sitting';

/** Who puts a random number into the seed, besides the platform. */
const OUTSIDE_PARTIES = ['tenderer', 'bureau'] as const;
type Party = (typeof OUTSIDE_PARTIES)[number];

/** The random draw of experts by draw/v1 (TBR 46): frozen pool, commit and reveal, one walk that anyone can repeat. */
@Injectable()
export class DrawService {
  constructor(
    private readonly db: Db,
    private readonly tenders: TenderService,
    private readonly holds: HoldsService,
    private readonly calls: CallsService,
    private readonly proposals: ProposalsService,
    private readonly sitting: Sitting,
  ) {
    proposals.define<RequestDraw>({
      ...tenders.actOfLaw('draw.request'),
      ...{ act: 'draw.approve', askedWith: 'draw.request' },
      check: (tx, id, dto) => this.#mayDraw(tx, id, dto),
      content: async (tx, id, dto) => ({ ...requestContent(dto), ...(await tenders.contentOf(tx, id)) }),
      carryOut: (tx, id, dto) => this.#freeze(tx, id, dto),
    });
    proposals.define<{ reason: string }>({
      act: 'draw.abandon',
      mayAsk: async (tx, id) => (await tenders.own(tx, (await tx.lock(Draw, { id }, 'draw')).tenderId, 'draw.abandon', 'draw')).projectId,
      signed: true,
      confirmer: confirmerOf('draw.abandon'),
      organisationOf: async (tx, id) => (await tenders.load(tx, (await tx.lock(Draw, { id }, 'draw')).tenderId, 'share')).tendererId,
      check: async (tx, id) => {
        const draw = await tx.lock(Draw, { id }, 'draw');
        assertNow(await tenders.load(tx, draw.tenderId, 'share'), 'draw.abandon');
        await this.calls.assertLeavable(tx, draw);
      },
      content: async (tx, id, { reason }) => {
        const draw = await tx.lock(Draw, { id }, 'draw', 'share');
        return { reason, draw: drawContent(draw), ...(await tenders.contentOf(tx, draw.tenderId)) };
      },
      carryOut: (tx, id) => this.#abandon(tx, id),
    });
  }

  /** Given up by two persons, with a reason; it stays visible for ever (roles.md 2). */
  abandon(caller: Caller, drawId: string, reason: string): Promise<Asked> {
    return this.proposals.ask(caller, 'draw.abandon', drawId, { reason });
  }

  request(caller: Caller, tenderId: string, dto: RequestDraw): Promise<Asked> {
    return this.proposals.ask(caller, 'draw.approve', tenderId, dto);
  }

  commit(caller: Caller, drawId: string, value: string): Promise<{ status: string }> {
    return this.db.run(caller, async (tx) => {
      const draw = await tx.lock(Draw, { id: drawId }, 'draw');
      const party = await this.#partyOf(tx, draw);
      if (draw.commitments[party]) refuse(R.committed({ party }));
      if (draw.status !== 'frozen') drawMachine.next(draw.status, 'commit');
      draw.commitments = { ...draw.commitments, [party]: value };
      if (OUTSIDE_PARTIES.every((one) => draw.commitments[one])) draw.status = drawMachine.next(draw.status, 'commit');
      await tx.save(draw);
      await tx.record({ type: 'draw.committed', objectType: 'draw', objectId: drawId, projectId: draw.projectId, payload: { party, commitment: value } });
      return { status: draw.status };
    });
  }

  /** The last reveal runs the draw. */
  reveal(caller: Caller, drawId: string, number: string): Promise<{ status: string; calls?: number }> {
    return this.db.run(caller, async (tx) => {
      const draw = await tx.lock(Draw, { id: drawId }, 'draw');
      const party = await this.#partyOf(tx, draw);
      if (draw.status === 'frozen') refuse(R.notCommitted());
      if (draw.reveals[party]) refuse(R.revealed({ party }));
      if (commitment(drawId, party, number) !== draw.commitments[party]) refuse(R.revealWrong());
      draw.reveals = { ...draw.reveals, [party]: number };
      await tx.record({ type: 'draw.revealed', objectType: 'draw', objectId: drawId, projectId: draw.projectId, payload: { party } });
      const complete = OUTSIDE_PARTIES.every((one) => draw.reveals[one]);
      const calls = complete ? await this.#run(tx, draw) : undefined;
      await tx.save(draw);
      return { status: draw.status, ...(calls === undefined ? {} : { calls }) };
    });
  }

  async #partyOf(tx: Tx, draw: Draw): Promise<Party> {
    await this.holds.assertNone(tx, draw, 'draw.contribute');
    const bureau = hasRole(tx.actor, 'bureau-officer', draw.projectId);
    const tender = bureau ? await this.tenders.load(tx, draw.tenderId) : await this.tenders.own(tx, draw.tenderId, 'draw.contribute', 'draw'); // its tenderer or agency, else not found
    assertNow(tender, 'draw.contribute'); // of a lot that ended nobody is called any more
    if (draw.drawnAt === null && draw.sessionStartsAt <= tx.now) refuse(R.sessionGone()); // nor to a session that is over
    return bureau ? 'bureau' : 'tenderer';
  }

  async #mayDraw(tx: Tx, tenderId: string, dto: RequestDraw): Promise<void> {
    const tender = await this.tenders.own(tx, tenderId, 'draw.request');
    const early = ['draft', 'bidding'].includes(tender.status);
    if (!early) assertNow(tender, 'draw.request'); // whoever comes too late is not told that he is too early
    refuseFar(tx.now, { '/sessionStartsAt': dto.sessionStartsAt });
    const terms = await this.tenders.termsOf(tx, tender);
    const [live] = await tx.query<{ status: DrawStatus }>(`select status from draw where tender_id = $1 and status not in ('abandoned', 'exhausted')`, [tenderId]);
    const free = tender.status === 'evaluating' ? (await this.sitting.of(tx, tenderId)).free : undefined;
    refuseAny([
      dto.experts !== undefined && R.namedByHand({}, '/experts'),
      early && R.tooEarly({ status: stageName(tender.status) }),
      live && R.drawLives({ status: drawMachine.words[live.status] }),
      await libraryFault(tx, dto.homeLibrary),
      new Date(dto.sessionStartsAt) <= tx.now && R.sessionPast({}, '/sessionStartsAt'),
      dto.awayMin > expertsIn(dto) && R.awayMany({ away: dto.awayMin, experts: expertsIn(dto) }, '/awayMin'),
      free === undefined ? shapeFault(dto, terms) : free !== expertsIn(dto) && R.furtherDraw({ free, asked: expertsIn(dto) }, '/needs'),
    ]);
  }

  async #freeze(tx: Tx, tenderId: string, dto: RequestDraw): Promise<{ drawId: string; listHash: string; rulesHash: string; platformCommitment: string; thin: Draw['thin'] }> {
    const tender = await this.tenders.load(tx, tenderId);
    const terms = await this.tenders.termsOf(tx, tender);
    const salt = randomBytes(32).toString('hex');
    const from = new Date(dto.sessionStartsAt);
    const to = new Date(from.getTime() + dto.sessionHours * 3_600_000);
    const pool = await loadPool(
      tx,
      dto.needs.map((need) => need.specialty),
      from,
      to,
      terms.avoidanceYears,
    );
    const parties = await partiesTo(tx, tender);
    const employerOf = await loadEmployers(tx);
    const full = fullOf(await employersSitting(tx, await this.sitting.of(tx, tenderId), employerOf), terms)
      .map((employer) => pseudonym(salt, 'employer', employer))
      .sort();
    const rules = canonicalRules({ ...this.#rules(dto, pool, parties, terms, salt, tx.now, await calledBefore(tx, tender)), avoidEmployers: full });
    const { lines, listHash } = freeze(
      pool.map((row) => ({ id: pseudonym(salt, 'expert', row.id), specialties: row.specialties, employer: pseudonym(salt, 'employer', employerOf(row)), library: row.library })),
    );
    const drawId = randomUUID() as Id<'draw'>; // public at once: an id that begins with its moment would date the draw
    const platformSecret = randomBytes(32).toString('hex');
    const commitments = { platform: commitment(drawId, 'platform', platformSecret) };
    const draw = await tx.insert(Draw, {
      ...{ id: drawId, version: 1, tenderId, projectId: tender.projectId, status: 'frozen' as const, sessionStartsAt: from, sessionHours: dto.sessionHours },
      ...{
        salt,
        homeLibrary: dto.homeLibrary,
        listHash,
        rulesHash: sha256Hex(rules),
        platformSecret,
        commitments,
        reveals: {},
        declined: [],
        frozenAt: tx.now,
        thin: thinNeeds(dto, rules, lines, terms),
      },
    });
    await tx.query('insert into draw_pool (draw_id, lines, rules) values ($1, $2, $3)', [drawId, lines, rules]);
    await tx.record({ type: 'draw.frozen', objectType: 'draw', objectId: drawId, projectId: tender.projectId, payload: { tenderId, listHash, rulesHash: draw.rulesHash, commitments } });
    return { drawId, listHash, rulesHash: draw.rulesHash, platformCommitment: commitments.platform, thin: draw.thin };
  }

  #rules(dto: RequestDraw, pool: readonly PoolRow[], parties: Parties, terms: Terms, salt: string, now: Date, before: ReadonlySet<string>): Omit<DrawRules, 'avoidEmployers'> {
    const today = localDate(now);
    const avoid = pool.flatMap((row) => (before.has(row.id) || avoidReason(row, parties, today, terms) ? [[pseudonym(salt, 'expert', row.id), 'avoid'] as const] : []));
    const { needs, awayMin, homeLibrary } = dto;
    return { needs, awayMin, homeLibrary, maxPerEmployer: terms.maxPerEmployer, avoid: Object.fromEntries(avoid) };
  }

  async #abandon(tx: Tx, drawId: string): Promise<{ status: string }> {
    const draw = await tx.lock(Draw, { id: drawId }, 'draw');
    await this.calls.abandon(tx, draw);
    await tx.save(draw);
    return { status: draw.status };
  }

  async #run(tx: Tx, draw: Draw): Promise<number> {
    draw.reveals = { ...draw.reveals, platform: draw.platformSecret };
    draw.seed = seedOf({ drawId: draw.id, listHash: draw.listHash, rulesHash: draw.rulesHash, reveals: draw.reveals, beacon: '' });
    draw.status = drawMachine.next(draw.status, 'run');
    draw.drawnAt = tx.now;
    await tx.record({ type: 'draw.run', objectType: 'draw', objectId: draw.id, projectId: draw.projectId, payload: { seed: draw.seed } });
    return this.calls.continueWalk(tx, draw);
  }
}

const expertsIn = ({ needs }: Pick<RequestDraw, 'needs'>): number => needs.reduce((sum, need) => sum + need.count, 0);

/** Employers whose people have as many seats as one may have: `employers` has one entry for each seat. */
const fullOf = (employers: readonly string[], { maxPerEmployer }: Terms): string[] =>
  [...new Set(employers)].filter((employer) => employers.filter((other) => other === employer).length >= maxPerEmployer);

/** Once the committee sits, a further draw calls nobody whom an earlier one called: neither those who sit nor those who fell out. */
async function calledBefore(tx: Tx, { id, status }: Tender): Promise<ReadonlySet<string>> {
  if (status !== 'evaluating') return new Set();
  const rows = await tx.query<{ id: string }>('select c.expert_id as id from draw d join expert_call c on c.draw_id = d.id where d.tender_id = $1', [id]);
  return new Set(rows.map((row) => row.id));
}

function shapeFault({ needs, representatives }: RequestDraw, terms: Terms): Refusal | undefined {
  const experts = expertsIn({ needs });
  return isSound(experts, representatives, terms) ? undefined : R.committeeShape({ min: terms.committeeMin, members: experts + representatives, experts }, '/needs');
}
