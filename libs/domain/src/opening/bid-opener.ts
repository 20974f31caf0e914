import { pipeline, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { BusinessError, type Fen, type Refusal, refuse } from '@kernel';
import { assertKey, assertSheetSize, type BidPart, findPart, openPart, openPartBytes, parseManifest, partRange, PRICE_SHEET, type PriceSheet, readPriceSheet } from '@envelope';
import type { Tx } from '@platform/db';
import { log } from '@platform/log';
import { Storage } from '@platform/storage';
import { Bid } from '../bidding';
import type { Hold } from '../files';
import { type RoomEventType, RoomsService } from '../rooms';
import { TenderService } from '../tender';
import { OpenedBid } from './opening.entity';
import { R } from './opening.refusals';
import { OpeningService } from './opening.service';

/** Keys by the name of their part, hex. */
export type PartKeys = Readonly<Record<string, string>>;

export interface OpenedPrice {
  sheet: PriceSheet;
  sheetSha256: string;
}

const KEEP_PARTS = `insert into opened_part (bid_id, name, place, file_name, media_type, size, sha256, key_commitment)
  select $1, p.part->>'name', p.place, p.part->>'fileName', p.part->>'mediaType', (p.part->>'plainSize')::bigint, p.part->>'plainSha256', p.part->>'keyCommitment'
  from jsonb_array_elements($2::jsonb) with ordinality as p (part, place)`;

/** Opens sealed bids with keys that somebody handed over: the price sheet first, which is small, then the documents, which may be gigabytes. */
@Injectable()
export class BidOpener {
  /** Bids of which this process found the sealed file as it was received. */
  readonly #asReceived = new Set<string>();

  constructor(
    private readonly storage: Storage,
    private readonly openings: OpeningService,
    private readonly tenders: TenderService,
    private readonly rooms: RoomsService,
  ) {}

  /** Throws `envelope.key-mismatch`, `envelope.body-damaged`, `envelope.content-mismatch`, `envelope.price-sheet`, `envelope.price-total` or 500 `opening.copy-changed`. */
  price(hold: Hold, bid: Bid, keys: PartKeys): Promise<OpenedPrice> {
    return this.#ofReceived(bid, () => this.#price(hold, bid, keys));
  }

  /** Streams body and annexes into the storage, one after the other. The signed manifest has said what each is; it was compared. The same refusals. */
  documents(hold: Hold, bid: Bid, keys: PartKeys): Promise<BidPart[]> {
    return this.#ofReceived(bid, () => this.#documents(hold, bid, keys));
  }

  /** Before a bid that does not open is anybody's doing: its sealed file was whole when it was received, and may have changed here since. */
  async #ofReceived<T>(bid: Bid, opening: () => Promise<T>): Promise<T> {
    try {
      return await opening();
    } catch (error) {
      if (!(error instanceof BusinessError) || !OF_THE_FILE.has(error.refusals[0].code) || this.#asReceived.has(bid.id)) throw error;
      await this.#assertAsReceived(bid);
      return opening(); // what was read of it first may have been damaged on its way
    }
  }

  async #assertAsReceived({ id, cipherSha256, receiptCode }: Bid): Promise<void> {
    try {
      await finished(this.storage.read(cipherSha256).resume()); // fails where the hash is another
    } catch (error) {
      log('error', `the sealed file of ${receiptCode} is not as it was received`, error);
      refuse(R.copyChanged());
    }
    this.#asReceived.add(id);
  }

  async #price(hold: Hold, bid: Bid, keys: PartKeys): Promise<OpenedPrice> {
    const manifest = parseManifest(bid.manifest);
    assertSheetSize(findPart(manifest, PRICE_SHEET)); // before so much is read into memory
    const sealed = await collect(this.storage.read(bid.cipherSha256, partRange(manifest, PRICE_SHEET)));
    const bytes = openPartBytes(manifest, PRICE_SHEET, keyOf(keys, PRICE_SHEET), sealed);
    const sheet = readPriceSheet(bytes);
    const { sha256: sheetSha256 } = await hold({ purpose: 'opening', size: bytes.length, tenderId: bid.tenderId }, Readable.from([Buffer.from(bytes)]));
    return { sheet, sheetSha256 };
  }

  async #documents(hold: Hold, bid: Bid, keys: PartKeys): Promise<BidPart[]> {
    const manifest = parseManifest(bid.manifest);
    const documents = manifest.parts.filter(({ name }) => name !== PRICE_SHEET);
    for (const { name } of documents) assertKey(manifest, name, keyOf(keys, name)); // a key that is missing at the end costs no hour of decryption
    for (const { name, plainSize } of documents) {
      const opened = openPart(manifest, name, keyOf(keys, name));
      pipeline(this.storage.read(bid.cipherSha256, partRange(manifest, name)), opened, () => undefined); // what it fails by is heard here too: room is claimed before anybody reads it
      await hold({ purpose: 'opening', size: plainSize, tenderId: bid.tenderId }, opened);
    }
    return documents;
  }

  /** The price is known; the bid counts as opened only with its documents. */
  async keepPrice(tx: Tx, bid: Bid, { sheet, sheetSha256 }: OpenedPrice): Promise<void> {
    await tx.insert(OpenedBid, {
      ...{ bidId: bid.id, tenderId: bid.tenderId, bidderId: bid.bidderId, outcome: 'opened', at: tx.now },
      ...{ priceFen: BigInt(sheet.totalFen) as Fen, priceSheet: { ...sheet }, priceSheetSha256: sheetSha256 },
    });
  }

  async keepDocuments(tx: Tx, bid: Bid, documents: readonly BidPart[]): Promise<void> {
    bid.become('open', tx.now);
    await tx.save(bid);
    await tx.query(KEEP_PARTS, [bid.id, JSON.stringify(documents)]);
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

/** What may be wrong with the sealed file itself, rather than with keys or with what was sealed. */
const OF_THE_FILE: ReadonlySet<string> = new Set(['envelope.body-unsealed', 'envelope.body-damaged', 'envelope.blob-mismatch', 'envelope.content-mismatch']);

/** What was wrong, in words of ours: the refusal's own may repeat what its bidder sealed, and the record is signed by the platform. */
const FAULTS: Readonly<Record<string, string>> = {
  'envelope.key-mismatch': '密钥与其签名的承诺不符',
  'envelope.body-damaged': '密文已损坏',
  'envelope.content-mismatch': '内容与其签名的清单不符',
  'envelope.price-sheet': '开标一览表不符合格式',
  'envelope.price-total': '开标一览表中的投标总价不符合格式',
};
const FAULT = '投标文件不符合格式';

/** How a bid ended that was not opened; a price that was seen already is taken back. */
export async function recordOutcome(tx: Tx, bid: Bid, outcome: 'revoked' | 'unopened', cause: string, at = tx.now): Promise<void> {
  await tx.query(
    `insert into opened_bid (bid_id, tender_id, bidder_id, outcome, cause, at) values ($1, $2, $3, $4, $5, $6)
     on conflict (bid_id) do update set outcome = excluded.outcome, cause = excluded.cause, at = excluded.at, price_fen = null, price_sheet = null, price_sheet_sha256 = null`,
    [bid.id, bid.tenderId, bid.bidderId, outcome, cause, at],
  );
}

const keyOf = (keys: PartKeys, part: string): string => keys[part] ?? refuse(R.keysMissing({ part }, `/keys/${part}`));

async function collect(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
