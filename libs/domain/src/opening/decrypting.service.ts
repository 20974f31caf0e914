import { Injectable } from '@nestjs/common';
import { refuse } from '@kernel';
import type { BidPart } from '@envelope';
import { type Caller, Db, type Tx } from '@platform/db';
import { Line } from '@platform/lanes';
import { Bid, BiddingService } from '../bidding';
import { Contents, type Hold } from '../files';
import { HoldsService } from '../intake';
import { assertNow } from '@procedure';
import { TenderService } from '../tender';
import { BidOpener, type OpenedPrice, type PartKeys } from './bid-opener';
import { OpenedBid, type Opening } from './opening.entity';
import { keysCameAt, noteKeys, withKeys } from './keys-came';
import { R } from './opening.refusals';
import { OpeningService } from './opening.service';

/** Decryption costs minutes and room on the disk: a bidder with many lots has two under way, and nobody takes all places. */
const LINE = { width: 8, each: 2, most: 500, mostOfOne: 50, patienceMs: 600_000 };

/** Bidders hand over their keys in the window; a bid that fails to open stops nobody else (O20 30-31). */
@Injectable()
export class DecryptingService {
  readonly #line = new Line(LINE);
  /** Bids that this process decrypts: the same one twice would only store its documents twice. */
  readonly #underWay = new Set<string>();

  constructor(
    private readonly db: Db,
    private readonly contents: Contents,
    private readonly opener: BidOpener,
    private readonly openings: OpeningService,
    private readonly bidding: BiddingService,
    private readonly tenders: TenderService,
    private readonly holds: HoldsService,
  ) {}

  /**
   * Decrypts before any lock, since that reads and writes files; the short transaction afterwards checks the state again. Keys that came in the window are in time, however
   * long decryption takes, and until it is done the opening is not concluded (`concluding.service.ts`, `UNDER_WAY`): that they came, and the claim that says so, are one commit.
   */
  async decrypt(caller: Caller, tenderId: string, keys: PartKeys): Promise<{ bidId: string; outcome: 'opened' }> {
    const { number } = await this.db.present();
    const { bid, cameAt, claim } = await this.db.run({ ...caller, idempotency: undefined } as Caller, async (tx) => {
      const { bid, cameAt } = await this.#openable(tx, tenderId, await tx.time());
      await noteKeys(tx, bid.id, cameAt);
      return { bid, cameAt, claim: await this.contents.opens(tx, tenderId, number) };
    });
    const open = (hold: Hold) => this.#once(bid.id, () => this.#open(hold, caller, { tenderId, bid, keys, cameAt }));
    return this.contents.within(caller.actor, open, [claim]);
  }

  async #once<T>(bidId: string, work: () => Promise<T>): Promise<T> {
    if (this.#underWay.has(bidId)) refuse(R.decrypting());
    this.#underWay.add(bidId);
    try {
      return await work();
    } finally {
      this.#underWay.delete(bidId);
    }
  }

  async #open(hold: Hold, caller: Caller, { tenderId, bid, keys, cameAt }: { tenderId: string; bid: Bid; keys: PartKeys; cameAt: Date }): Promise<{ bidId: string; outcome: 'opened' }> {
    const opening = <T>(part: () => Promise<T>) => withKeys(this.db, bid.id, part);
    const price = await opening(() => this.opener.price(hold, bid, keys)); // small, and not in line
    const documents = await this.#line.run(caller.actor.organisationId ?? '', () => opening(() => this.opener.documents(hold, bid, keys)));
    return this.db.run(caller, (tx) => this.#keep(tx, tenderId, price, documents, cameAt));
  }

  async #keep(tx: Tx, tenderId: string, price: OpenedPrice, documents: readonly BidPart[], cameAt: Date): Promise<{ bidId: string; outcome: 'opened' }> {
    const { bid } = await this.#openable(tx, tenderId, cameAt);
    const locked = await tx.lock(Bid, { id: bid.id }, 'bid');
    if (locked.status === 'opened') refuse(R.alreadyDecrypted());
    // trustees may have shown the price already, while the documents were still sealed
    if (!(await tx.findOne(OpenedBid, { bidId: locked.id }))) await this.opener.keepPrice(tx, locked, price);
    await this.opener.keepDocuments(tx, locked, documents);
    return { bidId: locked.id, outcome: 'opened' };
  }

  /** The caller's sealed bid, where the window was open when its keys first came: now, or before something of ours went wrong. The order of checks keeps others' bids invisible. */
  async #openable(tx: Tx, tenderId: string, now: Date): Promise<{ bid: Bid; cameAt: Date }> {
    const own = await this.bidding.latest(tx, { tenderId, bidderId: tx.actor.organisationId! });
    if (!own) return refuse(R.noBid());
    const cameAt = (await keysCameAt(tx, own.id)) ?? now;
    const tender = await this.tenders.load(tx, tenderId, 'share');
    await this.holds.assertNone(tx, { projectId: tender.projectId, tenderId: tender.id }, 'opening.decrypt');
    if (tender.deadline > cameAt) refuse(R.tooEarly({ deadline: tender.deadline.toISOString(), now: cameAt.toISOString() }));
    if (own.status === 'opened') refuse(R.alreadyDecrypted());
    if (own.status !== 'sealed') refuse(R.noBid());
    assertNow(tender, 'opening.decrypt'); // that the lot ended, or that nobody opened it yet, is not that he has no bid
    const opening = await this.openings.load(tx, tenderId, 'share');
    assertInWindow(opening, cameAt);
    return { bid: own, cameAt };
  }
}

export function assertInWindow({ windowEndsAt }: Opening, now: Date): void {
  if (windowEndsAt! <= now) refuse(R.windowOver({ until: windowEndsAt!.toISOString() }));
}
