import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BusinessError, refuse } from '@kernel';
import { assertShare, type EnclosedShare, type EscrowAddress, parseEscrow, parseManifest, restoreKeys, type SecretName, SECRETS, secretSize, type Share } from '@envelope';
import { type Caller, Db, notFound, SYSTEM_ACTOR, type Tx } from '@platform/db';
import { Jobs } from '@platform/jobs';
import { log } from '@platform/log';
import { Bid, BiddingService } from '../bidding';
import { Contents } from '../files';
import { HoldsService, stopped } from '../intake';
import { RoomsService } from '../rooms';
import { assertNow } from '@procedure';
import { type Tender, TenderService, type Trustee } from '../tender';
import { BidOpener, type PartKeys } from './bid-opener';
import { assertInWindow } from './decrypting.service';
import { OpenedBid, type Opening } from './opening.entity';
import { R } from './opening.refusals';
import { OpeningService } from './opening.service';
import { Tries } from './tries';

/** What a trustee opens on his own machine: his envelopes of one bid. */
export interface EnclosedBid {
  bidId: string;
  receiptCode: string;
  address: EscrowAddress;
  shares: Record<SecretName, EnclosedShare & { size: number }>;
  /** Of his own, what the platform has, or knows to be spoilt. */
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
  /** The share's bytes, hex, as the envelope held them; null: it held something else than its bidder committed to, or what can be no share. */
  share: string | null;
}

/** A trustee's share of a secret of a bid, hex. */
interface Given {
  index: number;
  share: string;
}

interface Restorable {
  bid: Bid;
  shares: Given[];
}

const INSERTS = {
  share: 'insert into released_share (bid_id, secret, trustee, tender_id, released_by, at, share) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning 1',
  spoilt: 'insert into spoilt_share (bid_id, secret, trustee, tender_id, reported_by, at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning 1',
};

const RESTORABLE = (priced: string) => `select s.bid_id as "bidId", jsonb_agg(jsonb_build_object('index', s.trustee, 'share', encode(s.share, 'hex')) order by s.trustee) as shares
  from released_share s join bid b on b.id = s.bid_id and b.status = 'sealed' where s.tender_id = $1 and s.secret = $2 and ${priced} group by s.bid_id`;

/** Of what is being opened: a tender that ended meanwhile, or waits under a hold, keeps its sealed bids, and would keep its place before others too. */
const DUE = `select t.id from tender t where t.status = 'opening' and not ${stopped('t', 'opening.decrypt')}
  and exists (select 1 from released_share s join bid b on b.id = s.bid_id and b.status = 'sealed' where s.tender_id = t.id)`;

/** One of each runs at a time, and documents may take hours: the prices of another lot, where they did not open with the last share, wait for none. */
const PRICES = 'opening.open-prices';
const JOB = 'opening.open-documents';

/**
 * Trustees release their shares at the opening; with the k-th share of a bid its keys are restored and it opens, whatever became of its bidder's key. The
 * platform gives envelopes out only from the start of the opening, and holds no key that opens one.
 */
@Injectable()
export class ReleasingService implements OnModuleInit {
  /** Of the job: who releases a share is not kept waiting by what failed before. */
  readonly #tries = new Tries();

  constructor(
    private readonly db: Db,
    private readonly jobs: Jobs,
    private readonly contents: Contents,
    private readonly opener: BidOpener,
    private readonly openings: OpeningService,
    private readonly bidding: BiddingService,
    private readonly tenders: TenderService,
    private readonly holds: HoldsService,
    private readonly rooms: RoomsService,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: PRICES, everyMs: 2000, run: () => this.#pricesDue() });
    this.jobs.define({ name: JOB, everyMs: 2000, run: () => this.openDue() });
  }

  /** The caller's envelopes; only once the opening has begun. */
  fetch(caller: Caller, tenderId: string): Promise<EscrowView> {
    return this.db.run(caller, async (tx) => {
      const { tender, opening, index } = await this.#trustee(tx, tenderId);
      const bids = await this.bidding.inForce(tx, tenderId);
      const known = await tx.query<{ bidId: string; secret: SecretName; trustee: number; released: boolean }>(
        'select bid_id as "bidId", secret, trustee, true as released from released_share where tender_id = $1 union all select bid_id, secret, trustee, false from spoilt_share where tender_id = $1',
        [tenderId],
      );
      const own = (bidId: string) => SECRETS.filter((secret) => known.some((one) => one.bidId === bidId && one.secret === secret && one.trustee === index));
      await tx.record({ type: 'opening.escrow-fetched', objectType: 'opening', objectId: opening.id, projectId: tender.projectId, payload: { tenderId, trustee: index } });
      const { threshold, people } = tender.trustees!;
      const trustees = people.map(({ name, organisation }, i) => ({ index: i + 1, name, organisation, released: known.some((one) => one.released && one.trustee === i + 1) }));
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
        const values = [bidId, secret, index, tenderId, tx.actor.accountId, tx.now];
        if (share === null) {
          const added = await tx.query(INSERTS.spoilt, values);
          if (added.length > 0) await tx.record({ type: 'opening.share-spoilt', objectType: 'bid', objectId: bidId, projectId: tender.projectId, payload: { tenderId, trustee: index, secret } });
          continue;
        }
        const bytes = Buffer.from(share, 'hex');
        assertShare(parseEscrow(bid.escrow), secret, { index, bytes });
        count += (await tx.query(INSERTS.share, [...values, bytes])).length;
      }
      await tx.record({ type: 'opening.share-released', objectType: 'opening', objectId: opening.id, projectId: tender.projectId, payload: { tenderId, trustee: index, shares: count } });
      if (count > 0)
        this.rooms.say(tx, opening.roomId!, {
          type: 'opening.share-released',
          payload: { trustee: person.name, organisation: person.organisation, index, secrets: SECRETS.filter((secret) => shares.some((one) => one.secret === secret)) },
        });
      return count;
    });
    await this.openPrices(tenderId).catch(() => undefined); // his shares are there whatever comes of them; the job meets the same, and tells it
    this.jobs.ask(JOB).catch((error: unknown) => log('error', `the job ${JOB} could not be asked for`, error)); // it comes by itself too
    return { taken };
  }

  /** Every bid of the tender whose price can be restored by now, before the window ends. */
  async openPrices(tenderId: string, tries = new Tries()): Promise<void> {
    const price = (one: Restorable) => tries.of(one.bid.id, () => this.#openOne(one, 'price-sheet', (keys) => this.#keepPrice(one.bid, keys)));
    await eachByItself(await this.#restorable(tenderId, 'price-sheet'), price);
  }

  /** The job: documents of bids whose shares are there. A failure of the storage is tried again, more and more rarely; one of the bid is recorded. None keeps another waiting. */
  async openDue(): Promise<number> {
    const due = await this.db.read<{ id: string }>(DUE);
    let opened = 0;
    const documents = (one: Restorable) =>
      this.#tries.of(one.bid.id, async () => {
        await this.#openOne(one, 'documents', (keys) => this.#keepDocuments(one.bid, keys));
        opened += 1;
      });
    const works = [
      () => this.#pricesDue(),
      ...due.map(
        ({ id }) =>
          async () =>
            eachByItself(await this.#restorable(id, 'documents'), documents),
      ),
    ];
    await eachByItself(works, (work) => work());
    return opened;
  }

  async #pricesDue(): Promise<void> {
    await eachByItself(await this.db.read<{ id: string }>(DUE), ({ id }) => this.openPrices(id, this.#tries));
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
      const documents = await this.opener.documents(hold, bid, keys);
      await this.#inOpening(bid, (tx, locked) => this.opener.keepDocuments(tx, locked, documents));
    });
  }

  /** What the bid itself refuses ends it; anything else is a fault of ours and is met again by the next run. */
  async #openOne({ bid, shares }: Restorable, secret: SecretName, work: (keys: PartKeys) => Promise<void>): Promise<void> {
    try {
      const keys = restored(bid, secret, shares);
      if (keys) await work(keys);
    } catch (error) {
      if (!(error instanceof BusinessError) || error.status >= 500) throw error;
      await this.#inOpening(bid, (tx, locked) => this.opener.fail(tx, locked, error));
    }
  }

  /** A short transaction on the bid while it is sealed and the opening is under way and not stopped; else nothing. The order of locks is that of the opening's end. */
  async #inOpening(bid: Bid, work: (tx: Tx, locked: Bid) => Promise<void>): Promise<void> {
    await this.db.system('opening.open-bid', async (tx) => {
      const tender = await this.tenders.load(tx, bid.tenderId, 'share');
      const locked = await tx.lock(Bid, { id: bid.id }, 'bid');
      const [held] = await tx.query(`select 1 from tender t where t.id = $1 and ${stopped('t', 'opening.decrypt')}`, [bid.tenderId]); // placed while it was decrypted
      if (!held && tender.status === 'opening' && locked.status === 'sealed') await work(tx, locked);
    });
  }

  /** Sealed bids with what was released of this secret; a price that was opened is not opened again, documents wait for their price. */
  async #restorable(tenderId: string, secret: SecretName): Promise<Restorable[]> {
    const priced = `${secret === 'price-sheet' ? 'not ' : ''}exists (select 1 from opened_bid o where o.bid_id = b.id)`;
    return this.db.system('opening.read-shares', async (tx) => {
      const rows = await tx.query<{ bidId: string; shares: Given[] }>(RESTORABLE(priced), [tenderId, secret]);
      const bids = new Map((await this.bidding.inForce(tx, tenderId)).map((bid) => [bid.id as string, bid]));
      return rows.flatMap(({ bidId, shares }) => {
        const bid = bids.get(bidId);
        return bid ? [{ bid, shares }] : []; // another run opened it between the two statements
      });
    });
  }

  async #trustee(tx: Tx, tenderId: string): Promise<{ tender: Tender; opening: Opening; index: number; person: Trustee }> {
    const tender = await this.tenders.load(tx, tenderId, 'share');
    const index = tender.trustees?.people.findIndex(({ accountId }) => accountId === tx.actor.accountId) ?? -1;
    const person = tender.trustees?.people[index] ?? notFound('opening');
    await this.holds.assertNone(tx, { projectId: tender.projectId, tenderId: tender.id }, 'opening.decrypt');
    const now = await tx.time();
    if (tender.deadline > now) refuse(R.tooEarly({ deadline: tender.deadline.toISOString(), now: now.toISOString() }));
    assertNow(tender, 'opening.release-share');
    const opening = await this.openings.load(tx, tenderId, 'share');
    assertInWindow(opening, now);
    return { tender, opening, index: index + 1, person };
  }
}

function enclosedOf(bid: Bid, index: number, released: SecretName[]): EnclosedBid[] {
  if (!bid.escrow) return [];
  const { tender, lot, bidder, version, trustees } = parseEscrow(bid.escrow);
  const manifest = parseManifest(bid.manifest);
  const enclosed = trustees[index - 1]!.shares;
  const shares = Object.fromEntries(SECRETS.map((secret) => [secret, { ...enclosed[secret], size: secretSize(manifest, secret) }])) as EnclosedBid['shares'];
  return [{ bidId: bid.id, receiptCode: bid.receiptCode, address: { tender, lot, bidder, version }, shares, released }];
}

/**
 * Undefined while shares are missing, whatever trustees say of their envelopes: a word of theirs ends no bid. Enough right shares that do not fit the signed
 * commitment: the empty keys make the opening say so, and the bid ends by its bidder's doing.
 */
function restored(bid: Bid, secret: SecretName, given: readonly Given[]): PartKeys | undefined {
  const escrow = parseEscrow(bid.escrow!);
  const shares = given.map(({ index, share }): Share => ({ index, bytes: Uint8Array.from(Buffer.from(share, 'hex')) }));
  if (shares.length < escrow.threshold) return undefined;
  const manifest = parseManifest(bid.manifest);
  return restoreKeys(manifest, escrow, secret, shares) ?? Object.fromEntries(manifest.parts.map(({ name }) => [name, '']));
}

/** One after the other, each to its end whatever becomes of the others; then throws what went wrong. */
async function eachByItself<T>(of: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const errors: unknown[] = [];
  for (const one of of) await work(one).catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors.length === 1 ? errors[0] : new AggregateError(errors, `${errors.length} of ${of.length}: ${errors.map(String).join('; ')}`);
}
