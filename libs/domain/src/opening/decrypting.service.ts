import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { refuse } from '@kernel';
import { findPart, openPart, openPartBytes, parseManifest, partRange } from '@envelope';
import { type Caller, Db, type Tx } from '@platform/db';
import { Storage } from '@platform/storage';
import { Bid, BiddingService } from '../bidding';
import { IntakeService } from '../intake';
import { RoomsService } from '../rooms';
import { TenderService } from '../tender';
import { OpenedBid, type Opening } from './opening.entity';
import { R } from './opening.refusals';
import { OpeningService } from './opening.service';
import { MAX_PRICE_SHEET, readPriceSheet } from './price-sheet';

interface Plain {
  sheet: ReturnType<typeof readPriceSheet>;
  sheetSha256: string;
  bodySha256: string;
}

/** Bidders hand over their keys in the window; a bid that fails to open stops nobody else (O20 30-31). */
@Injectable()
export class DecryptingService {
  constructor(
    private readonly db: Db,
    private readonly storage: Storage,
    private readonly openings: OpeningService,
    private readonly bidding: BiddingService,
    private readonly tenders: TenderService,
    private readonly intake: IntakeService,
    private readonly rooms: RoomsService,
  ) {}

  /** Decrypts before any lock, since that reads and writes files; the short transaction afterwards checks state and window again. */
  async decrypt(caller: Caller, tenderId: string, keys: Record<string, string>): Promise<{ bidId: string; outcome: 'opened' }> {
    const bid = await this.db.run({ ...caller, idempotency: undefined } as Caller, (tx) => this.#openable(tx, tenderId));
    const plain = await this.#open(bid, keys);
    return this.db.run(caller, async (tx) => {
      const again = await this.#openable(tx, tenderId);
      return this.#keep(tx, again, plain);
    });
  }

  /** The caller's sealed bid, while the window is open. The order of checks keeps others' bids invisible. */
  async #openable(tx: Tx, tenderId: string): Promise<Bid> {
    const own = (await this.bidding.find(tx, { tenderId, bidderId: tx.actor.organisationId! })).at(-1);
    if (!own) return refuse(R.noBid());
    const tender = await this.tenders.load(tx, tenderId, 'share');
    await this.intake.assertNoHold(tx, tender.projectId);
    const now = await tx.time();
    if (tender.deadline > now) refuse(R.tooEarly({ deadline: tender.deadline.toISOString(), now: now.toISOString() }));
    if (own.status === 'opened') refuse(R.alreadyDecrypted());
    if (own.status !== 'sealed' || tender.status !== 'opening') refuse(R.noBid());
    const opening = await this.openings.load(tx, tenderId, 'share');
    this.#inWindow(opening, now);
    return own;
  }

  #inWindow({ windowEndsAt }: Opening, now: Date): void {
    if (windowEndsAt! <= now) refuse(R.windowOver({ until: windowEndsAt!.toISOString() }));
  }

  async #open(bid: Bid, keys: Record<string, string>): Promise<Plain> {
    const manifest = parseManifest(bid.manifest);
    const keyOf = (part: string): string => keys[part] ?? refuse(R.keysMissing({ part }, `/keys/${part}`));
    const sheetPart = findPart(manifest, 'price-sheet');
    if (sheetPart.plainSize > MAX_PRICE_SHEET) refuse(R.priceSheet({ reason: `> ${MAX_PRICE_SHEET} B` }));
    const sealed = await collect(this.storage.read(bid.cipherSha256, partRange(manifest, 'price-sheet')));
    const bytes = openPartBytes(manifest, 'price-sheet', keyOf('price-sheet'), sealed);
    const sheet = readPriceSheet(bytes);
    const body = openPart(manifest, 'body', keyOf('body'));
    const source = this.storage.read(bid.cipherSha256, partRange(manifest, 'body'));
    source.on('error', (error) => body.destroy(error));
    const { sha256: bodySha256 } = await this.storage.put(source.pipe(body));
    const { sha256: sheetSha256 } = await this.storage.put(Readable.from([Buffer.from(bytes)]));
    return { sheet, sheetSha256, bodySha256 };
  }

  async #keep(tx: Tx, bid: Bid, { sheet, sheetSha256, bodySha256 }: Plain): Promise<{ bidId: string; outcome: 'opened' }> {
    const locked = await tx.lock(Bid, { id: bid.id }, 'bid');
    if (locked.status === 'opened') refuse(R.alreadyDecrypted());
    locked.become('open', tx.now);
    await tx.save(locked);
    const { totalFen, ...rest } = sheet;
    await tx.insert(OpenedBid, {
      bidId: bid.id,
      tenderId: bid.tenderId,
      bidderId: bid.bidderId,
      outcome: 'opened',
      priceFen: totalFen,
      priceSheet: { ...rest, totalFen: totalFen.toString() },
      priceSheetSha256: sheetSha256,
      bodySha256,
      at: tx.now,
    });
    const opening = await this.openings.load(tx, bid.tenderId, 'share');
    const tender = await this.tenders.load(tx, bid.tenderId, 'share');
    await tx.record({ type: 'bid.decrypted', objectType: 'bid', objectId: bid.id, projectId: tender.projectId, payload: { tenderId: bid.tenderId } });
    this.rooms.say(tx, opening.roomId!, { type: 'opening.bid-decrypted', payload: { receiptCode: locked.receiptCode } }); // names follow with the prices (roles.md V6)
    return { bidId: bid.id, outcome: 'opened' };
  }
}

async function collect(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
