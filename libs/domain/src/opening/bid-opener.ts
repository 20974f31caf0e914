import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { BusinessError, type Refusal, refuse } from '@kernel';
import { findPart, openPart, openPartBytes, parseManifest, partRange } from '@envelope';
import type { Tx } from '@platform/db';
import { Storage } from '@platform/storage';
import { Bid } from '../bidding';
import type { Hold } from '../files';
import { type RoomEventType, RoomsService } from '../rooms';
import { TenderService } from '../tender';
import { OpenedBid } from './opening.entity';
import { R } from './opening.refusals';
import { OpeningService } from './opening.service';
import { MAX_PRICE_SHEET, readPriceSheet } from './price-sheet';

/** Keys by the name of their part, hex. */
export type PartKeys = Readonly<Record<string, string>>;

export interface OpenedPrice {
  sheet: ReturnType<typeof readPriceSheet>;
  sheetSha256: string;
}

/** Opens sealed bids with keys that somebody handed over: the price sheet first, which is small, then the documents, which may be gigabytes. */
@Injectable()
export class BidOpener {
  constructor(
    private readonly storage: Storage,
    private readonly openings: OpeningService,
    private readonly tenders: TenderService,
    private readonly rooms: RoomsService,
  ) {}

  /** Throws `envelope.key-mismatch`, `envelope.body-damaged`, `envelope.content-mismatch` or `opening.price-sheet`. */
  async price(hold: Hold, bid: Bid, keys: PartKeys): Promise<OpenedPrice> {
    const manifest = parseManifest(bid.manifest);
    if (findPart(manifest, 'price-sheet').plainSize > MAX_PRICE_SHEET) refuse(R.priceSheet({ reason: `> ${MAX_PRICE_SHEET} B` }));
    const sealed = await collect(this.storage.read(bid.cipherSha256, partRange(manifest, 'price-sheet')));
    const bytes = openPartBytes(manifest, 'price-sheet', keyOf(keys, 'price-sheet'), sealed);
    const sheet = readPriceSheet(bytes);
    const { sha256: sheetSha256 } = await hold({ purpose: 'opening', size: bytes.length }, Readable.from([Buffer.from(bytes)]));
    return { sheet, sheetSha256 };
  }

  /** Streams the documents into the storage; returns their SHA-256. The same refusals. */
  async documents(hold: Hold, bid: Bid, keys: PartKeys): Promise<string> {
    const manifest = parseManifest(bid.manifest);
    const body = openPart(manifest, 'body', keyOf(keys, 'body'));
    const source = this.storage.read(bid.cipherSha256, partRange(manifest, 'body'));
    source.on('error', (error) => body.destroy(error));
    const { sha256 } = await hold({ purpose: 'opening', size: findPart(manifest, 'body').plainSize }, source.pipe(body));
    return sha256;
  }

  /** The price is known; the bid counts as opened only with its documents. */
  async keepPrice(tx: Tx, bid: Bid, { sheet, sheetSha256 }: OpenedPrice): Promise<void> {
    const { totalFen, ...rest } = sheet;
    await tx.insert(OpenedBid, {
      ...{ bidId: bid.id, tenderId: bid.tenderId, bidderId: bid.bidderId, outcome: 'opened', at: tx.now },
      ...{ priceFen: totalFen, priceSheet: { ...rest, totalFen: totalFen.toString() }, priceSheetSha256: sheetSha256 },
    });
  }

  async keepDocuments(tx: Tx, bid: Bid, bodySha256: string): Promise<void> {
    bid.become('open', tx.now);
    await tx.save(bid);
    await tx.query('update opened_bid set body_sha256 = $2 where bid_id = $1', [bid.id, bodySha256]);
    await this.#tell(tx, bid, 'bid.decrypted', 'opening.bid-decrypted');
  }

  /** Enough keys were there and the bid did not open: that is its bidder's doing (O20 31). */
  async fail(tx: Tx, bid: Bid, error: BusinessError): Promise<void> {
    const [{ code }] = error.refusals as [Refusal];
    const cause = `保管人的份额已到，投标文件仍无法打开（${FAULTS[code] ?? FAULT}），属投标人原因，视为撤销投标文件`;
    bid.become('revoke', tx.now);
    await tx.save(bid);
    await recordOutcome(tx, bid, 'revoked', cause);
    await this.#tell(tx, bid, 'bid.not-opened', 'opening.bid-damaged');
  }

  /** Names follow with the prices (roles.md V6): the hall hears of receipts. */
  async #tell(tx: Tx, bid: Bid, type: string, said: RoomEventType): Promise<void> {
    const opening = await this.openings.load(tx, bid.tenderId, 'share');
    const tender = await this.tenders.load(tx, bid.tenderId, 'share');
    await tx.record({ type, objectType: 'bid', objectId: bid.id, projectId: tender.projectId, payload: { tenderId: bid.tenderId } });
    this.rooms.say(tx, opening.roomId!, { type: said, payload: { receiptCode: bid.receiptCode } });
  }
}

/** What was wrong, in words of ours: the refusal's own may repeat what its bidder sealed, and the record is signed by the platform. */
const FAULTS: Readonly<Record<string, string>> = {
  'envelope.key-mismatch': '密钥与其签名的承诺不符',
  'envelope.body-damaged': '密文已损坏',
  'envelope.content-mismatch': '内容与其签名的清单不符',
  'opening.price-sheet': '开标一览表不符合格式',
};
const FAULT = '投标文件不符合格式';

/** How a bid ended that was not opened; a price that was seen already is taken back. */
export async function recordOutcome(tx: Tx, bid: Bid, outcome: 'revoked' | 'unopened', cause: string): Promise<void> {
  await tx.query(
    `insert into opened_bid (bid_id, tender_id, bidder_id, outcome, cause, at) values ($1, $2, $3, $4, $5, $6)
     on conflict (bid_id) do update set outcome = excluded.outcome, cause = excluded.cause, at = excluded.at, price_fen = null, price_sheet = null, price_sheet_sha256 = null`,
    [bid.id, bid.tenderId, bid.bidderId, outcome, cause, tx.now],
  );
}

const keyOf = (keys: PartKeys, part: string): string => keys[part] ?? refuse(R.keysMissing({ part }, `/keys/${part}`));

async function collect(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
