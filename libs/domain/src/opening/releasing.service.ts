import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BusinessError, refuse } from '@kernel';
import { assertShare, type EnclosedShare, type EscrowAddress, parseEscrow, parseManifest, restoreKeys, type SecretName, SECRETS, type Share } from '@envelope';
import { type Caller, Db, notFound, SYSTEM_ACTOR, type Tx } from '@platform/db';
import { Jobs } from '@platform/jobs';
import { Bid, BiddingService } from '../bidding';
import { Contents } from '../files';
import { IntakeService } from '../intake';
import { RoomsService } from '../rooms';
import { type Tender, TenderService, type Trustee } from '../tender';
import { BidOpener, type PartKeys } from './bid-opener';
import { assertInWindow } from './decrypting.service';
import { OpenedBid, type Opening } from './opening.entity';
import { R } from './opening.refusals';
import { OpeningService } from './opening.service';

/** What a trustee opens on his own machine: his envelopes of one bid. */
export interface EnclosedBid {
  bidId: string;
  receiptCode: string;
  address: EscrowAddress;
  shares: Record<SecretName, EnclosedShare>;
  /** Of his own, what the platform has. */
  released: SecretName[];
}

export interface EscrowView {
  /** The caller's place among the trustees, from 1. */
  index: number;
  threshold: number;
  trustees: { index: number; name: string; organisation: string; released: boolean }[];
  windowEndsAt: Date;
  bids: EnclosedBid[];
}

export interface ReleasedShare {
  bidId: string;
  secret: SecretName;
  /** The share's bytes, hex, as the envelope held them. */
  share: string;
}

const JOB = 'opening.open-documents';

/**
 * Trustees release their shares at the opening; with the k-th share of a bid its keys are restored and it opens, whatever became of its bidder's key. The
 * platform gives envelopes out only from the start of the opening, and holds no key that opens one.
 */
@Injectable()
export class ReleasingService implements OnModuleInit {
  constructor(
    private readonly db: Db,
    private readonly jobs: Jobs,
    private readonly contents: Contents,
    private readonly opener: BidOpener,
    private readonly openings: OpeningService,
    private readonly bidding: BiddingService,
    private readonly tenders: TenderService,
    private readonly intake: IntakeService,
    private readonly rooms: RoomsService,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: JOB, everyMs: 2000, run: () => this.openDue() });
  }

  /** The caller's envelopes; only once the opening has begun. */
  fetch(caller: Caller, tenderId: string): Promise<EscrowView> {
    return this.db.run(caller, async (tx) => {
      const { tender, opening, index } = await this.#trustee(tx, tenderId);
      const bids = await this.bidding.inForce(tx, tenderId);
      const released = await tx.query<{ bidId: string; secret: SecretName; trustee: number }>('select bid_id as "bidId", secret, trustee from released_share where tender_id = $1', [tenderId]);
      const own = (bidId: string) => SECRETS.filter((secret) => released.some((one) => one.bidId === bidId && one.secret === secret && one.trustee === index));
      await tx.record({ type: 'opening.escrow-fetched', objectType: 'opening', objectId: opening.id, projectId: tender.projectId, payload: { tenderId, trustee: index } });
      const { threshold, people } = tender.trustees!;
      const trustees = people.map(({ name, organisation }, i) => ({ index: i + 1, name, organisation, released: released.some((one) => one.trustee === i + 1) }));
      return { index, threshold, trustees, windowEndsAt: opening.windowEndsAt!, bids: bids.flatMap((bid) => enclosedOf(bid, index, own(bid.id))) };
    });
  }

  /** Takes shares, each checked against what the bidder committed to; a share that is known already is no mistake. */
  async release(caller: Caller, tenderId: string, shares: readonly ReleasedShare[]): Promise<{ taken: number }> {
    const taken = await this.db.run(caller, async (tx) => {
      const { tender, opening, index, person } = await this.#trustee(tx, tenderId);
      const bids = new Map((await this.bidding.inForce(tx, tenderId)).map((bid) => [bid.id as string, bid]));
      let count = 0;
      for (const { bidId, secret, share } of shares) {
        const bid = bids.get(bidId);
        if (!bid?.escrow) continue; // opened meanwhile, or none of this tender's: nothing to add
        const bytes = Buffer.from(share, 'hex');
        assertShare(parseEscrow(bid.escrow), secret, { index, bytes });
        const values = [bidId, secret, index, tenderId, bytes, tx.actor.accountId, tx.now];
        const added = await tx.query(
          'insert into released_share (bid_id, secret, trustee, tender_id, share, released_by, at) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning 1',
          values,
        );
        count += added.length;
      }
      await tx.record({ type: 'opening.share-released', objectType: 'opening', objectId: opening.id, projectId: tender.projectId, payload: { tenderId, trustee: index, shares: count } });
      if (count > 0)
        this.rooms.say(tx, opening.roomId!, {
          type: 'opening.share-released',
          payload: { trustee: person.name, organisation: person.organisation, index, secrets: SECRETS.filter((secret) => shares.some((one) => one.secret === secret)) },
        });
      return count;
    });
    await this.openPrices(tenderId);
    await this.jobs.ask(JOB);
    return { taken };
  }

  /** Every bid of the tender whose price can be restored by now, before the window ends. */
  async openPrices(tenderId: string): Promise<void> {
    for (const { bid, keys } of await this.#restorable(tenderId, 'price-sheet')) await this.#openOne(bid, async () => this.#keepPrice(bid, keys));
  }

  /** The job: documents of bids whose shares are there. A failure of the storage is tried again; one of the bid is recorded. */
  async openDue(): Promise<number> {
    const due = await this.db.read<{ id: string }>(`select distinct tender_id as id from released_share s where exists (select 1 from bid b where b.id = s.bid_id and b.status = 'sealed') limit 50`);
    let opened = 0;
    for (const { id } of due) {
      await this.openPrices(id);
      for (const { bid, keys } of await this.#restorable(id, 'documents')) {
        await this.#openOne(bid, () => this.#keepDocuments(bid, keys));
        opened += 1;
      }
    }
    return opened;
  }

  async #keepPrice(bid: Bid, keys: PartKeys): Promise<void> {
    await this.contents.within(SYSTEM_ACTOR, async (hold) => {
      const price = await this.opener.price(hold, bid, keys);
      await this.#inOpening(bid, async (tx, locked) => {
        if (!(await tx.findOne(OpenedBid, { bidId: locked.id }))) await this.opener.keepPrice(tx, locked, price);
      });
    });
  }

  async #keepDocuments(bid: Bid, keys: PartKeys): Promise<void> {
    await this.contents.within(SYSTEM_ACTOR, async (hold) => {
      const bodySha256 = await this.opener.documents(hold, bid, keys);
      await this.#inOpening(bid, (tx, locked) => this.opener.keepDocuments(tx, locked, bodySha256));
    });
  }

  /** What the bid itself refuses ends it; anything else is a fault of ours and is met again by the next run. */
  async #openOne(bid: Bid, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof BusinessError) || error.status >= 500) throw error;
      await this.#inOpening(bid, (tx, locked) => this.opener.fail(tx, locked, error));
    }
  }

  /** A short transaction on the bid while it is sealed and the opening is under way; else nothing. The order of locks is that of the opening's end. */
  async #inOpening(bid: Bid, work: (tx: Tx, locked: Bid) => Promise<void>): Promise<void> {
    await this.db.system('opening.open-bid', async (tx) => {
      const tender = await this.tenders.load(tx, bid.tenderId, 'share');
      const locked = await tx.lock(Bid, { id: bid.id }, 'bid');
      if (tender.status === 'opening' && locked.status === 'sealed') await work(tx, locked);
    });
  }

  /** Sealed bids with enough shares of this secret, with their keys; a price that was opened is not opened again, documents wait for their price. */
  async #restorable(tenderId: string, secret: SecretName): Promise<{ bid: Bid; keys: PartKeys }[]> {
    const priced = `${secret === 'price-sheet' ? 'not ' : ''}exists (select 1 from opened_bid o where o.bid_id = b.id)`;
    return this.db.system('opening.read-shares', async (tx) => {
      const rows = await tx.query<{ bidId: string; shares: { index: number; share: string }[] }>(
        `select s.bid_id as "bidId", jsonb_agg(jsonb_build_object('index', s.trustee, 'share', encode(s.share, 'hex'))) as shares
         from released_share s join bid b on b.id = s.bid_id and b.status = 'sealed' where s.tender_id = $1 and s.secret = $2 and ${priced} group by s.bid_id`,
        [tenderId, secret],
      );
      const bids = new Map((await this.bidding.inForce(tx, tenderId)).map((bid) => [bid.id as string, bid]));
      return rows.flatMap(({ bidId, shares }) => {
        const bid = bids.get(bidId);
        if (!bid) return []; // another run opened it between the two statements
        const keys = restored(
          bid,
          secret,
          shares.map(({ index, share }) => ({ index, bytes: Uint8Array.from(Buffer.from(share, 'hex')) })),
        );
        return keys ? [{ bid, keys }] : [];
      });
    });
  }

  async #trustee(tx: Tx, tenderId: string): Promise<{ tender: Tender; opening: Opening; index: number; person: Trustee }> {
    const tender = await this.tenders.load(tx, tenderId, 'share');
    const index = tender.trustees?.people.findIndex(({ accountId }) => accountId === tx.actor.accountId) ?? -1;
    const person = tender.trustees?.people[index] ?? notFound('opening');
    await this.intake.assertNoHold(tx, tender.projectId);
    const now = await tx.time();
    if (tender.deadline > now || tender.status !== 'opening') refuse(R.tooEarly({ deadline: tender.deadline.toISOString(), now: now.toISOString() }));
    const opening = await this.openings.load(tx, tenderId, 'share');
    assertInWindow(opening, now);
    return { tender, opening, index: index + 1, person };
  }
}

function enclosedOf(bid: Bid, index: number, released: SecretName[]): EnclosedBid[] {
  if (!bid.escrow) return [];
  const { tender, lot, bidder, version, trustees } = parseEscrow(bid.escrow);
  return [{ bidId: bid.id, receiptCode: bid.receiptCode, address: { tender, lot, bidder, version }, shares: trustees[index - 1]!.shares, released }];
}

/** Enough right shares that do not fit the signed commitment: the empty keys make the opening say so, and the bid ends by its bidder's doing. */
function restored(bid: Bid, secret: SecretName, shares: readonly Share[]): PartKeys | undefined {
  const escrow = parseEscrow(bid.escrow!);
  if (shares.length < escrow.threshold) return undefined;
  const manifest = parseManifest(bid.manifest);
  return restoreKeys(manifest, escrow, secret, shares) ?? Object.fromEntries(manifest.parts.map(({ name }) => [name, '']));
}
