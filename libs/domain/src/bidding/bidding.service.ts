import { randomInt } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { type BidId, localDate, refuse, uuidv7 } from '@kernel';
import { assertBlob, assertSealed, parseManifest, sha256Hex, type VerifiedBid } from '@envelope';
import { atMost, type Caller, Db, notFound, type Tx } from '@platform/db';
import { log } from '@platform/log';
import type { Stored } from '@platform/storage';
import { Contents } from '../files';
import { SigningRights } from '../identity';
import { type HeldBy, holdOn, HoldsService } from '../intake';
import { PlatformSigner, TimeSource } from '../trust';
import { assertKnown, escrowTermsOf, LOT_HEAD, type LotHead, readerOf, type Tender, TenderService, type Trustees } from '../tender';
import { Bid } from './bid.entity';
import { type Gate, passGate } from './bid-gate';
import type { SubmitBid } from './bidding.dto';
import { stageName } from '@procedure';
import { R } from './bidding.refusals';
import { type ReceiptAnswer, ReceiptsService } from './receipts.service';

/** Ciphertext that has arrived whole. It is no bid yet. */
export interface Uploaded {
  sha256: string;
  size: number;
  submitted: false;
}

/** A tender as a bid finds it before any lock, and whether its content is here. */
interface Met {
  code: string;
  status: string;
  now: Date;
  tenderer: string;
  agency: string | null;
  trustees: Trustees | null;
  lot: LotHead;
  /** Of the uploaded content; null when this content was not uploaded by this organisation. */
  size: string | null;
  /** Whether this account uploaded something else. */
  others: boolean;
}

const MET = `select t.code, t.status, tianping_now() as now, t.tenderer_id as tenderer, t.agency_id as agency, t.trustees, ${LOT_HEAD},
  (select u.size::text from bid_upload u where u.tender_id = t.id and u.organisation_id = $2 and u.sha256 = $4 limit 1) as size,
  exists (select 1 from bid_upload u where u.tender_id = t.id and u.account_id = $3) as others
from tender t where t.id = $1`;

/** Of content `u` that arrived whole: that it became a bid. */
export const SUBMITTED = 'exists (select 1 from bid b where b.tender_id = u.tender_id and b.bidder_id = u.organisation_id and b.cipher_sha256 = u.sha256)';

/** As much of one organisation may lie for one tender without being a bid: bytes are counted, and a byte is one too. */
const MOST_LEFT = 100;

/** Refuses who has left so much; he gives it up on his page, and then there is room. */
export const assertFewLeft = (tx: Tx, tenderId: string): Promise<void> =>
  atMost(tx, MOST_LEFT, 'upload', `bid_upload u where u.tender_id = $1 and u.organisation_id = $2 and not ${SUBMITTED}`, [tenderId, tx.actor.organisationId]);

/** Versions of one bidder for a lot in an hour; after them one a minute. Each stays on record with all that was signed, so they have to end; and nobody may be kept from replacing his bid until the deadline. */
const VERSIONS = 60;
const PACE = `select ceil(extract(epoch from max(received_at) + interval '1 minute' - $4))::int as seconds from bid
  where tender_id = $1 and bidder_id = $2 and number >= $3 having min(received_at) > $4::timestamptz - interval '1 hour'`;

/** Asked with the bidder's place at the gate taken: two at once count as two. */
async function assertPaced(tx: Tx, tenderId: string, version: number, now: Date): Promise<void> {
  if (version <= VERSIONS) return;
  const [pace] = await tx.query<{ seconds: number }>(PACE, [tenderId, tx.actor.organisationId, version - VERSIONS, now]);
  if (pace && pace.seconds > 0) refuse(R.tooManyVersions({ versions: VERSIONS, seconds: pace.seconds }));
}

/** Looks at the first byte only: what is not sealed is refused before it is stored. */
export function sealedFromTheStart(): (chunk: Buffer) => void {
  let begun = false;
  return (chunk) => {
    if (!begun) assertSealed(chunk);
    begun = true;
  };
}

/** Sealed, signed bids: taken, replaced and withdrawn until the deadline, unreadable to everybody. */
@Injectable()
export class BiddingService {
  constructor(
    private readonly db: Db,
    private readonly contents: Contents,
    private readonly tenders: TenderService,
    private readonly rights: SigningRights,
    private readonly signer: PlatformSigner,
    private readonly time: TimeSource,
    private readonly receipts: ReceiptsService,
  ) {}

  /** Takes ciphertext in one stream. Uploaded is not submitted: no bid exists until `submit` (O20 27). */
  async upload(caller: Caller, tenderId: string, content: Readable, size: number | undefined): Promise<Uploaded> {
    await this.assertTakes(caller, tenderId);
    return this.contents.within(caller.actor, async (hold) => this.noteUpload(caller, tenderId, await hold({ purpose: 'bid', tenderId, size }, content, { see: sealedFromTheStart() })));
  }

  /** Throws unless the tender is there, open for bids, and not stopped. What is on its way when a stop comes arrives: it is no bid yet. */
  async assertTakes({ actor }: Caller, tenderId: string): Promise<void> {
    const [tender] = await this.db.read<{ status: string; lot: LotHead; hold: HeldBy | null }>(`select t.status, ${LOT_HEAD}, ${holdOn('t', 'bid.upload')} as hold from tender t where t.id = $1`, [
      tenderId,
    ]);
    if (!tender || tender.status === 'draft') return notFound('tender');
    readerOf(actor, tender.lot);
    if (tender.hold) refuse(HoldsService.held(tender.hold));
    if (tender.status !== 'bidding') refuse(R.notOpenForBids({ status: stageName(tender.status) }));
  }

  /** Notes that this organisation's ciphertext lies in the storage; `also` is part of the same commit. */
  noteUpload(caller: Caller, tenderId: string, { sha256, size }: Stored, also?: (tx: Tx) => Promise<unknown>): Promise<Uploaded> {
    const { accountId, organisationId } = caller.actor;
    return this.db.run(caller, async (tx) => {
      const id = uuidv7();
      await assertFewLeft(tx, tenderId);
      const tender = await this.tenders.load(tx, tenderId, 'share');
      await tx.query('insert into bid_upload (id, tender_id, organisation_id, account_id, sha256, size, at) values ($1, $2, $3, $4, $5, $6, $7)', [
        id,
        tenderId,
        organisationId,
        accountId,
        sha256,
        size,
        tx.now,
      ]);
      await also?.(tx);
      await tx.record({ type: 'bid.uploaded', objectType: 'bid-upload', objectId: id, projectId: tender.projectId });
      return { sha256, size, submitted: false as const };
    });
  }

  /**
   * Submission in two halves: signature, chain, address and content are checked before any lock; then one short transaction locks the
   * tender for share, and only after that wait asks the database's clock (properties 2 to 4). The receipt is part of the commit.
   */
  async submit(caller: Caller, tenderId: string, dto: SubmitBid): Promise<ReceiptAnswer> {
    const signature = Buffer.from(dto.signature, 'base64');
    await this.time.assertBounded();
    await this.rights.consult(signature);
    const verified = await this.#verify(caller, tenderId, dto, signature);
    const { manifest, certificate } = verified;
    const answer = await this.db.run(caller, async (tx) => {
      const gate = await passGate(tx, tenderId, { fingerprint: certificate.fingerprint, cipherSha256: manifest.cipherSha256, version: manifest.version });
      await assertPaced(tx, tenderId, manifest.version, gate.now);
      if (gate.inForce) await this.#replaceEarlier(tx, tenderId, gate.now);
      return this.#store(tx, { ...gate, id: tenderId }, verified, dto, signature);
    });
    // outside the transaction: the bid is taken whether or not somebody else can say the time just now, and whatever fails after it
    const unstamped = (error: unknown) => (log('error', `the receipt ${answer.receiptCode} could not be stamped yet`, error), null);
    return { ...answer, timestamp: answer.timestamp ?? (await this.receipts.stamp(answer.bidId, answer.receipt).catch(unstamped)) };
  }

  withdraw(caller: Caller, tenderId: string): Promise<{ withdrawnAt: string }> {
    return this.db.run(caller, async (tx) => {
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 3))', [`${tenderId}:${tx.actor.organisationId}`]);
      const tender = await this.tenders.load(tx, tenderId, 'share');
      await assertKnown(tx, tx.actor, tenderId);
      const now = await this.#inTime(tx, tender, R.withdrawLate);
      const bid = await tx.findOne(Bid, { tenderId, bidderId: tx.actor.organisationId!, status: 'sealed' });
      if (!bid) return refuse(R.nothingInForce());
      bid.become('withdraw', now);
      await tx.save(bid);
      await tx.record({ type: 'bid.withdrawn', objectType: 'bid', objectId: bid.id, projectId: tender.projectId });
      return { withdrawnAt: now.toISOString() };
    });
  }

  /** For the opening: the bids in force, in order of arrival. */
  inForce(tx: Tx, tenderId: string): Promise<Bid[]> {
    return tx.find(Bid, { tenderId, status: 'sealed' }, { arrival: 'ASC' });
  }

  /** The latest of a bidder's bids here: he may have handed in thousands, each with its manifest and shares. */
  async latest(tx: Tx, { tenderId, bidderId }: Pick<Bid, 'tenderId' | 'bidderId'>): Promise<Bid | null> {
    const [last] = await tx.query<{ id: BidId }>('select id from bid where tender_id = $1 and bidder_id = $2 order by number desc limit 1', [tenderId, bidderId]);
    return last ? tx.findOne(Bid, { id: last.id }) : null;
  }

  /** Everything that needs no lock: address, signature, path, escrow, and that the very content was uploaded. */
  async #verify(caller: Caller, tenderId: string, { manifest: text, escrow }: SubmitBid, signature: Buffer): Promise<VerifiedBid> {
    const { cipherSha256 } = parseManifest(text);
    const { organisationId, accountId, uscc } = caller.actor;
    const [tender] = await this.db.read<Met>(MET, [tenderId, organisationId, accountId, cipherSha256]);
    if (!tender || tender.status === 'draft') return notFound('tender');
    readerOf(caller.actor, tender.lot);
    if (organisationId === tender.tenderer || organisationId === tender.agency) refuse(R.ownTender());
    const escrowTerms = escrowTermsOf(tender.trustees);
    const verified = this.rights.sealedBid({ manifest: text, signature, at: tender.now, expect: { tender: tenderId, lot: tender.code, bidder: uscc! }, escrow, escrowTerms });
    if (tender.size === null) refuse(tender.others ? R.contentDiffers({ expected: cipherSha256 }) : R.uploadMissing({ sha256: cipherSha256 }));
    assertBlob(verified.manifest, { size: Number(tender.size), sha256: cipherSha256 });
    return verified;
  }

  /** Asked after the lock: a bid that waited past the deadline is late. */
  async #inTime(tx: Tx, tender: Tender, late: typeof R.deadlinePassed = R.deadlinePassed): Promise<Date> {
    const now = await tx.time();
    if (tender.deadline <= now) refuse(late({ deadline: tender.deadline.toISOString(), now: now.toISOString() }));
    if (tender.status !== 'bidding') refuse(R.notOpenForBids({ status: stageName(tender.status) }));
    return now;
  }

  async #replaceEarlier(tx: Tx, tenderId: string, now: Date): Promise<void> {
    for (const bid of await tx.find(Bid, { tenderId, bidderId: tx.actor.organisationId!, status: 'sealed' })) {
      bid.become('replace', now);
      await tx.save(bid);
    }
  }

  async #store(tx: Tx, tender: Gate & { id: string }, { manifest, certificate }: VerifiedBid, { manifest: text, escrow }: SubmitBid, signature: Buffer): Promise<ReceiptAnswer> {
    const { now } = tender;
    const id = uuidv7<'bid'>();
    const receiptCode = `R${localDate(now).replaceAll('-', '')}-${String(randomInt(10 ** 10)).padStart(10, '0')}`;
    const receipt = this.signer.sign(
      {
        format: 'tianping/receipt/1',
        receiptCode,
        tender: tender.id,
        lot: tender.code,
        bidder: manifest.bidder,
        version: manifest.version,
        manifestSha256: sha256Hex(text),
        cipherSha256: manifest.cipherSha256,
        cipherSize: manifest.cipherSize,
        escrowSha256: escrow === undefined ? null : sha256Hex(escrow),
        receivedAt: now.toISOString(),
        deadline: tender.deadline.toISOString(),
      },
      now,
    );
    const stamp = this.time.stampNow(receipt.text, now);
    await tx.insert(Bid, this.#row(tx, { id, tender, manifest, text, escrow: escrow ?? null, signature, receiptCode, receipt, stamp, fingerprint: certificate.fingerprint, now }));
    await tx.record({ type: 'bid.received', objectType: 'bid', objectId: id, projectId: tender.projectId, payload: { tenderId: tender.id, receiptCode, version: manifest.version } });
    return { bidId: id, receiptCode, receivedAt: now.toISOString(), receipt: receipt.text, signature: receipt.signature.toString('base64'), timestamp: stamp?.toString('base64') ?? null };
  }

  #row(
    tx: Tx,
    of: {
      id: BidId;
      tender: { id: string };
      manifest: VerifiedBid['manifest'];
      text: string;
      escrow: string | null;
      signature: Buffer;
      receiptCode: string;
      receipt: { text: string; signature: Buffer };
      stamp: Buffer | null;
      fingerprint: string;
      now: Date;
    },
  ): Partial<Bid> {
    return {
      id: of.id,
      version: 1,
      tenderId: of.tender.id,
      bidderId: tx.actor.organisationId!,
      number: of.manifest.version,
      status: 'sealed',
      manifest: of.text,
      escrow: of.escrow,
      receiptStamp: of.stamp,
      signature: of.signature,
      signerFingerprint: of.fingerprint,
      cipherSha256: of.manifest.cipherSha256,
      cipherSize: of.manifest.cipherSize,
      receiptCode: of.receiptCode,
      receipt: of.receipt.text,
      receiptSignature: of.receipt.signature,
      submittedBy: tx.actor.accountId!,
      receivedAt: of.now,
    };
  }
}
