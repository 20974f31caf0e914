import { randomBytes } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import {
  assertOfLot,
  type BidToSeal,
  type EscrowTerms,
  holderFromPkcs8,
  mediaTypeOf,
  partNameAt,
  type KeyHolder,
  tryShare,
  readPem,
  sealBid,
  sealBidFor,
  type SealedBidInMemory,
  type SecretName,
  SECRETS,
  type ShareToOpen,
  writePriceSheet,
} from '@envelope';
import { assertChallenge, registrationText } from '@kernel';
import type { Identity } from '@domain/demonstration';
import type { Problem } from '@platform/http';
import { Client, Refused, sign } from './client';

interface SignedIn {
  token: string;
}

export async function signIn(base: string, login: string, password: string, identity?: Identity): Promise<Client> {
  const { token } = await new Client(base).post<SignedIn>('/api/sessions', { login, password });
  return new Client(base, token, identity);
}

/** Signs the platform's challenge with the account's key: no password is involved. */
export async function signInWithKey(base: string, login: string, identity: Identity): Promise<Client> {
  const guest = new Client(base, undefined, identity);
  const { nonce, text } = await guest.post<{ nonce: string; text: string }>('/api/sessions/challenge', { login });
  assertChallenge(text, login, nonce);
  const { token } = await guest.post<SignedIn>('/api/sessions/certificate', { login, nonce, signature: await guest.sign(text) });
  return new Client(base, token, identity);
}

export interface Firm {
  name: string;
  uscc: string;
  region: string;
  login: string;
  identityNumber: string;
}

/** What a bidder keeps to himself between sealing and opening. */
export interface KeptBid {
  bidId: string;
  keys: Readonly<Record<string, string>>;
  receipt: string;
  signature: string;
  manifest: string;
  /** The bidder's own CMS signature over the manifest, base64. */
  bidSignature: string;
  /** The ciphertext, as it was uploaded. */
  sealed?: Uint8Array;
}

export interface TenderAddress {
  tenderId: string;
  code: string;
  /** Where the notice names trustees who open the bids. */
  escrowTerms?: EscrowTerms | undefined;
}

interface ToSeal {
  version?: number;
  /** The text of the body, where no documents are given. */
  body?: string;
  /** The price sheet as another tool wrote it, with whatever is wrong in it. */
  sheet?: string;
  /** Files: the body, then annexes. */
  documents?: readonly { fileName: string; content: Uint8Array }[];
  /** When it is sealed; this machine's time, where nothing is said, as for whoever seals without a network. */
  at?: Date;
}

/** A bidder with his own key; bids are sealed here, on his side. */
export class Bidder {
  readonly kept = new Map<string, KeptBid>();

  private constructor(
    readonly firm: Firm,
    readonly identity: Identity,
    readonly client: Client,
  ) {}

  static async register(base: string, firm: Firm, identity: Identity): Promise<Bidder> {
    const { name, uscc, region, login, identityNumber } = firm;
    const guest = new Client(base, undefined, identity);
    const proof = await guest.sign(registrationText(uscc, login));
    await guest.post('/api/organisations', { name, uscc, region, account: { login, name: `${name} 签章人`, identityNumber }, certificate: identity.certificatePem, proof });
    return new Bidder(firm, identity, await signInWithKey(base, login, identity));
  }

  seal(tender: TenderAddress, priceFen: string, options: ToSeal = {}): SealedBidInMemory {
    return sealBid(this.toSeal(tender, priceFen, options));
  }

  toSeal({ tenderId, code }: TenderAddress, priceFen: string, { version = 1, body = '', documents, sheet: given, at = new Date() }: ToSeal = {}): BidToSeal {
    const sheet = given ?? writePriceSheet({ totalFen: priceFen, salt: randomBytes(16).toString('hex') });
    const text = body || `投标函：${this.firm.name} 愿以所报价格承担 ${code}。`;
    const files = [{ fileName: '开标一览表.json', content: Buffer.from(sheet) }, ...(documents ?? [{ fileName: '投标文件.txt', content: Buffer.from(text) }])];
    const parts = files.map(({ fileName, content }, i) => ({ name: partNameAt(i), fileName, mediaType: mediaTypeOf(fileName), content }));
    return { tender: tenderId, lot: code, bidder: this.firm.uscc, version, createdAt: at, parts, ...this.identity };
  }

  async submit(tender: TenderAddress, priceFen: string, options: ToSeal = {}): Promise<KeptBid> {
    const sealed = await sealBidFor({ ...this.toSeal(tender, priceFen, { at: await this.client.now(), ...options }), escrowTerms: tender.escrowTerms });
    await this.client.put(`/api/tenders/${tender.tenderId}/bid-content`, sealed.blob);
    const signature = Buffer.from(sealed.signature).toString('base64');
    const receipt = await this.client.post<{ bidId: string; receipt: string; signature: string }>(`/api/tenders/${tender.tenderId}/bids`, {
      manifest: sealed.manifest,
      signature,
      escrow: sealed.escrow,
    });
    const kept = { ...receipt, keys: sealed.keys, manifest: sealed.manifest, bidSignature: signature, sealed: sealed.blob };
    this.kept.set(tender.tenderId, kept);
    return kept;
  }

  decrypt(tenderId: string): Promise<unknown> {
    return this.client.post(`/api/tenders/${tenderId}/opening/decrypt`, { keys: this.kept.get(tenderId)!.keys });
  }
}

interface EnclosedBids {
  index: number;
  bids: { bidId: string; receiptCode: string; address: ShareToOpen['address']; shares: Record<SecretName, ShareToOpen['enclosed'] & { size: number }> }[];
}

/** One of those who open bids together: his key opens his envelopes here, on his side, and only shares leave it. */
export class Trustee {
  constructor(
    readonly login: string,
    readonly client: Client,
    readonly holder: KeyHolder,
  ) {}

  static async of(login: string, client: Client, { certificatePem, privateKeyPem }: Identity): Promise<Trustee> {
    return new Trustee(login, client, await holderFromPkcs8(readPem(privateKeyPem)[0]!.bytes, certificatePem));
  }

  /** Prices of all bids first, then the documents. Returns the receipts of bids whose envelopes are spoilt: they keep no other waiting, and the platform is told. */
  async release(tenderId: string, secrets: readonly SecretName[] = SECRETS): Promise<string[]> {
    const { index, bids } = await this.client.post<EnclosedBids>(`/api/tenders/${tenderId}/opening/escrow`);
    assertOfLot(
      [tenderId],
      bids.map(({ address }) => address),
    );
    const spoilt = new Set<string>();
    for (const secret of secrets) {
      const tried = await Promise.all(
        bids.map(async ({ bidId, receiptCode, address, shares: { [secret]: enclosed } }) => ({
          bidId,
          receiptCode,
          got: await tryShare({ address, secret, index, enclosed, size: enclosed.size }, this.holder),
        })),
      );
      const open = tried.some(({ got }) => typeof got !== 'string'); // else the fault may be the key's
      for (const { receiptCode, got } of tried) if (typeof got === 'string') spoilt.add(receiptCode);
      const shares = tried.flatMap(({ bidId, got }) => (got === 'shut' && !open ? [] : [{ bidId, secret, share: typeof got === 'string' ? null : Buffer.from(got.bytes).toString('hex') }]));
      if (shares.length > 0) await this.client.post(`/api/tenders/${tenderId}/opening/shares`, { shares });
    }
    return [...spoilt];
  }
}

type Ack<T> = { ok: true; data: T } | { ok: false; problem: Problem };

export interface Seat {
  evaluationId: string;
  tenderId: string;
  roomId: string;
  seat: string;
}

/** A committee member: calls over HTTP, the room and its hints over socket.io. */
export class Member {
  #socket?: Socket;
  readonly #heard = new Set<string>();
  /** Answers a call; the demonstration lets some decline. */
  onCall: (member: Member, callId: string) => Promise<unknown> = (member, callId) => member.answer(callId, true);
  onSeat: (member: Member, seat: Seat) => void = () => undefined;

  constructor(
    readonly login: string,
    readonly identity: Identity,
    readonly client: Client,
  ) {}

  answer(callId: string, accept: boolean): Promise<unknown> {
    return this.client.post(`/api/calls/${callId}/answer`, { accept });
  }

  /** Listens for calls and seats, as a person does whose telephone is on. */
  async online(onError: (error: unknown) => void): Promise<void> {
    const socket = this.#connected();
    socket.on('call.offered', ({ callId }: { callId: string }) => this.#called(callId, onError));
    socket.io.on('reconnect', () => void this.#missed(onError)); // what was said while the line was down is asked for
    socket.on('evaluation.seated', (seat: Seat) => this.onSeat(this, seat));
    await new Promise<void>((resolve, reject) => {
      socket.once('session.ready', () => resolve());
      socket.once('connect_error', reject);
    });
  }

  #called(callId: string, onError: (error: unknown) => void): void {
    if (this.#heard.has(callId)) return;
    this.#heard.add(callId);
    void this.onCall(this, callId).catch(onError);
  }

  async #missed(onError: (error: unknown) => void): Promise<void> {
    const calls = await this.client.get<{ id: string; status: string }[]>('/api/calls').catch((error: unknown) => (onError(error), []));
    for (const { id, status } of calls) if (status === 'offered') this.#called(id, onError);
  }

  async act<T>(message: string, body: Record<string, unknown>): Promise<T> {
    const socket = this.#connected();
    const answer = (await socket.timeout(60_000).emitWithAck(message, body)) as Ack<T>;
    if (!answer.ok) throw new Refused(answer.problem);
    return answer.data;
  }

  async sign(report: string): Promise<string> {
    return sign(report, this.identity, await this.client.now());
  }

  leave(): void {
    this.#socket?.disconnect();
    this.#socket = undefined as never;
  }

  #connected(): Socket {
    const { base, token } = this.client;
    // shown in the handshake too: a connection without a session counts among its address's, and an address has a hundred
    this.#socket ??= io(base, { auth: { token }, extraHeaders: { authorization: `Bearer ${token}` }, transports: ['websocket'] });
    return this.#socket;
  }
}
