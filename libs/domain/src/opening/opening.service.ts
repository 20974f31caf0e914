import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { refuse, uuidv7 } from '@kernel';
import { commitment, type ValueRecord, valueRecord } from '@draw';
import { sha256Hex } from '@envelope';
import type { Coefficient } from '@scoring';
import { type Caller, Db, notFound, type Tx } from '@platform/db';
import { log } from '@platform/log';
import { type Bid, BiddingService } from '../bidding';
import { continued, type Lot, type Moved, RunningPeriods, type Stop, stopped } from '../intake';
import { OutagesService } from '../outages';
import { PlatformSigner, TimeSource } from '../trust';
import { RoomsService } from '../rooms';
import { type Tender, TenderService } from '../tender';
import { OpenedBid, Opening } from './opening.entity';
import { R } from './opening.refusals';
import { sealedSet } from './sealed-set';

/** Coefficients of a base-price method that are drawn from the documents' list, by name. */
export function drawnCoefficients(tender: Tender): [name: string, values: readonly string[]][] {
  const { method } = tender.plan;
  if (method.method !== 'base-price') return [];
  const parts = Object.entries(method.base).filter((part): part is [string, Coefficient] => typeof part[1] === 'object');
  return parts.flatMap(([name, one]) => (one.kind === 'drawn' ? [[name, one.values] as [string, readonly string[]]] : []));
}

export const coefficientDrawId = (tenderId: string, name: string): string => `${tenderId}-${name}`;

/** Closing at the deadline, the start of the opening, coefficients. */
@Injectable()
export class OpeningService {
  constructor(
    private readonly db: Db,
    private readonly tenders: TenderService,
    private readonly bidding: BiddingService,
    private readonly rooms: RoomsService,
    private readonly signer: PlatformSigner,
    private readonly time: TimeSource,
    private readonly outages: OutagesService,
    periods: RunningPeriods,
  ) {
    periods.define('decryption', (tx, lot, stop) => this.#continueWindow(tx, lot, stop));
  }

  /** The sweep: closes every tender whose deadline has passed, all of them: one that fails keeps its place before the others. Late or double sweeps are harmless. Returns how many were closed. */
  async closeDue(): Promise<number> {
    const due = await this.db.read<{ id: string }>(`select id from tender t where next_due_at <= (select tianping_now()) and not ${stopped('t', 'bidding.close')} order by next_due_at`);
    let closed = 0;
    for (const { id } of due) {
      // one that fails does not hold up the others
      const one = this.db.system('bidding.close', async (tx) => ((await this.closeIfDue(tx, await this.tenders.load(tx, id))) ? 1 : 0));
      closed += await one.catch((error: unknown) => (log('error', `tender ${id} could not be closed`, error), 0));
    }
    return closed;
  }

  /**
   * At the deadline: fewer than three bids fail the tender (TBR 44), else the set of sealed bids is fixed and its root published.
   * The tender's row is locked for update: a bid under way is in or out before the set is read.
   */
  async closeIfDue(tx: Tx, tender: Tender): Promise<boolean> {
    const now = await tx.time(); // the bids that were waited for lie before it, and so does the deadline
    if (tender.status !== 'bidding' || tender.deadline > now) return false;
    const [held] = await tx.query(`select 1 from tender t where t.id = $1 and ${stopped('t', 'bidding.close')}`, [tender.id]);
    if (held || !(await this.outages.clear(tx, tender.id))) return false;
    const bids = await this.bidding.inForce(tx, tender.id);
    const { minBidders } = await this.tenders.termsOf(tx, tender);
    if (bids.length < minBidders) {
      await this.tenders.fail(tx, tender, `截止时递交的投标不足 ${minBidders} 个，不得开标，应当重新招标`, 'TBR-44');
      return true;
    }
    await this.#seal(tx, tender, bids, now);
    await this.tenders.advance(tx, tender, 'bidding.close');
    return true;
  }

  /** The tenderer presides (TBL 35). Never before the deadline, whoever asks. */
  start(caller: Caller, tenderId: string): Promise<{ roomId: string; windowEndsAt: string; bids: number }> {
    return this.db
      .run(caller, async (tx) => {
        const tender = await this.tenders.own(tx, tenderId, 'opening.start');
        const now = await tx.time();
        if (tender.deadline > now) refuse(R.tooEarly({ deadline: tender.deadline.toISOString(), now: now.toISOString() }));
        await this.outages.assertSettled(tx, tenderId);
        await this.closeIfDue(tx, tender);
        if (tender.status === 'failed') return null;
        await this.tenders.advance(tx, tender, 'opening.start');
        const opening = await this.load(tx, tenderId);
        const roomId = await this.rooms.open(tx, 'opening', { kind: 'tender', id: tenderId, projectId: tender.projectId });
        opening.start(now, tender.decryptionMinutes, tx.actor.accountId!, roomId);
        await tx.save(opening);
        this.rooms.say(tx, roomId, { type: 'opening.started', payload: { bids: opening.sealedSet.length, windowEndsAt: opening.windowEndsAt!.toISOString() } });
        return { roomId, windowEndsAt: opening.windowEndsAt!.toISOString(), bids: opening.sealedSet.length };
      })
      .then((started) => started ?? this.#refuseFailed(tenderId));
  }

  /** The failure is committed; the one who wanted to open is told so. */
  async #refuseFailed(tenderId: string): Promise<never> {
    const [row] = await this.db.read<{ status: string }>('select status from tender where id = $1', [tenderId]);
    return row ? refuse(R.failed({ min: 3 })) : notFound('tender');
  }

  /**
   * Draws the coefficients: the platform committed to its number when bids closed, the presiding person adds his now, so neither could
   * choose (property 21). Before prices are shown; from the documents' list only; once.
   */
  drawCoefficients(caller: Caller, tenderId: string, contribution: string): Promise<Record<string, ValueRecord>> {
    return this.db.run(caller, async (tx) => {
      const tender = await this.tenders.workable(tx, tenderId, 'opening.draw-coefficient');
      const opening = await this.load(tx, tenderId);
      const wanted = drawnCoefficients(tender);
      if (wanted.length === 0) refuse(R.coefficientNone());
      if (opening.coefficients) refuse(R.coefficientDrawn());
      if (opening.status !== 'decrypting') refuse(R.tooEarly({ deadline: tender.deadline.toISOString(), now: tx.now.toISOString() }));
      const reveals = { platform: opening.coefficientSecret, presiding: contribution };
      opening.coefficients = Object.fromEntries(
        wanted.map(([name, values]) => {
          const drawId = coefficientDrawId(tenderId, name);
          const commitments = Object.fromEntries(Object.entries(reveals).map(([party, r]) => [party, commitment(drawId, party, r)]));
          return [name, valueRecord({ drawId, commitments, reveals, beacon: '' }, name, values)];
        }),
      );
      await tx.save(opening);
      const drawn = Object.fromEntries(Object.entries(opening.coefficients).map(([name, record]) => [name, record.value]));
      await tx.record({ type: 'opening.coefficients-drawn', objectType: 'opening', objectId: opening.id, projectId: tender.projectId, payload: { tenderId, drawn } });
      this.rooms.say(tx, opening.roomId!, { type: 'opening.coefficients-drawn', payload: { drawn } });
      return opening.coefficients;
    });
  }

  load(tx: Tx, tenderId: string, mode: 'share' | 'update' = 'update'): Promise<Opening> {
    return tx.lock(Opening, { tenderId }, 'opening', mode);
  }

  /** Stamps the commitments that have no token yet; after each closing, and again while the time source is out. */
  async stampDue(): Promise<number> {
    const due = await this.db.read<{ id: string; statement: string }>('select id, set_statement as statement from opening where set_stamp is null order by closed_at limit 200');
    for (const [stamped, { id, statement }] of due.entries()) {
      const token = await this.time.stamp(statement);
      if (!token) return stamped;
      await this.db.write('update opening set set_stamp = $2 where id = $1 and set_stamp is null', [id, token]);
    }
    return due.length;
  }

  /** For evaluation: bids that were opened, with their prices. */
  async openedBids(tx: Tx, tenderId: string): Promise<OpenedBid[]> {
    return tx.find(OpenedBid, { tenderId, outcome: 'opened' });
  }

  async coefficientValues(tx: Tx, tenderId: string): Promise<Record<string, string>> {
    const opening = await this.load(tx, tenderId, 'share');
    return Object.fromEntries(Object.entries(opening.coefficients ?? {}).map(([name, record]) => [name, record.value]));
  }

  async #continueWindow(tx: Tx, { id: tenderId }: Lot, stop: Stop): Promise<Moved | undefined> {
    const opening = (await tx.find(Opening, { tenderId, status: 'decrypting' }))[0] && (await this.load(tx, tenderId));
    const moved = opening?.status === 'decrypting' ? continued(opening.windowEndsAt!, stop) : undefined;
    if (!opening || !moved) return undefined;
    opening.windowEndsAt = moved.to;
    await tx.save(opening);
    this.rooms.say(tx, opening.roomId!, { type: 'opening.window-continued', payload: { windowEndsAt: moved.to.toISOString() } });
    return moved;
  }

  async #seal(tx: Tx, tender: Tender, bids: readonly Bid[], now: Date): Promise<void> {
    const { entries, root } = sealedSet(bids.map(({ receiptCode, manifest, cipherSha256 }) => ({ receiptCode, manifestSha256: sha256Hex(manifest), cipherSha256 })));
    const secret = randomBytes(32).toString('hex');
    const commitments = Object.fromEntries(drawnCoefficients(tender).map(([name]) => [name, commitment(coefficientDrawId(tender.id, name), 'platform', secret)]));
    const statement = {
      format: 'tianping/sealed-set/1',
      tender: tender.id,
      lot: tender.code,
      deadline: tender.deadline.toISOString(),
      size: entries.length,
      root,
      coefficientCommitments: commitments,
    };
    const { text, signature } = this.signer.sign(statement, now);
    const opening = {
      sealedSet: entries,
      setRoot: root,
      setStatement: text,
      setSignature: signature,
      setStamp: null,
      closedAt: now,
      coefficientSecret: secret,
      coefficientCommitment: JSON.stringify(commitments),
    };
    await tx.insert(Opening, { ...opening, id: uuidv7(), version: 1, tenderId: tender.id, status: 'sealed' });
  }
}
