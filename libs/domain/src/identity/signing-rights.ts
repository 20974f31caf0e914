import { Injectable } from '@nestjs/common';
import { type AccountId, BusinessError, refuse } from '@kernel';
import { type BidToVerify, type Certificate, type VerifiedBid, verifySealedBid } from '@envelope';
import type { Tx } from '@platform/db';
import { type Basis, Trust } from '../trust';
import { R } from './identity.refusals';
import { assertSignedNow } from './signing-time';

/** Installations from before keys were compared may have one key bound for two accounts: `may_sign` lets neither sign with it. */
const RIGHT = `select may_sign($1, $2) as held, exists (select 1 from certificate c join certificate o on o.key_sha256 = c.key_sha256 and o.account_id <> c.account_id
  where c.account_id = $1 and c.fingerprint = $2) as shared`;

/**
 * The one answer to "may this certificate sign this, now": for bids, reports, requests, contracts, registrations, sign-ins and bindings. Nothing else in the
 * domain asks about signatures (test/architecture/signatures.spec.ts). `may_sign` in SQL is its half in the database; the gate of bids asks that too.
 * A trustee's share is no signature: it shows by itself that it is right, and an ended certificate still opens what was enclosed to it before.
 */
@Injectable()
export class SigningRights {
  constructor(private readonly trust: Trust) {}

  /** Before the transaction that relies on a signature (CMS) or on a certificate itself: asks the authority's responder, which may take seconds. Never refuses. */
  consult(shown: Uint8Array | Certificate): Promise<void> {
    return this.trust.consult(shown);
  }

  /**
   * The certificate of a detached signature (CMS, DER) over exactly `content`. Its path leads to a recognised authority, it is valid and not revoked at
   * `tx.now`, and it is bound to the actor's own account for signing and was not ended; it was signed now. Throws `envelope.*`, `identity.signing-time-*`,
   * `identity.certificate-not-yours`, `identity.key-shared`.
   */
  async signer(tx: Tx, cms: Uint8Array, content: Uint8Array): Promise<Certificate> {
    return this.#ofActor(tx, this.holder(tx, cms, content));
  }

  /** The same for a signature that `signer` let in before: whether it could still be made. */
  async stillSigner(tx: Tx, cms: Uint8Array, content: Uint8Array): Promise<Certificate> {
    return this.#ofActor(tx, this.trust.signer(cms, content, tx.now).certificate);
  }

  async #ofActor(tx: Tx, certificate: Certificate): Promise<Certificate> {
    const [right] = await tx.query<{ held: boolean; shared: boolean }>(RIGHT, [tx.actor.accountId, certificate.fingerprint]);
    if (!right!.held) refuse((right!.shared ? R.keyShared : R.certificateNotYours)({}, '/signature'));
    return certificate;
  }

  /** Whether the actor has a certificate bound that could sign now. */
  async holds(tx: Tx): Promise<boolean> {
    const [held] = await tx.query(`select 1 from certificate where account_id = $1 and usage = 'signing' and ended_at is null and not_before <= $2 and not_after > $2 limit 1`, [
      tx.actor.accountId,
      tx.now,
    ]);
    return held !== undefined;
  }

  /** The same for somebody who has no account yet, or whose certificate is not bound: he holds the key, the certificate is in force, and it was signed now. Throws `envelope.*`, `identity.signing-time-*`. */
  holder(tx: Pick<Tx, 'now'>, cms: Uint8Array, content: Uint8Array): Certificate {
    const signed = this.trust.signer(cms, content, tx.now);
    assertSignedNow(signed, tx.now);
    return signed.certificate;
  }

  /** Whose account it is, of the one that goes by this login: undefined for every other, whether or not there is one. Throws `envelope.*`. */
  async accountOf(tx: Tx, login: string, cms: Uint8Array, content: Uint8Array): Promise<{ accountId: AccountId; fingerprint: string } | undefined> {
    const { fingerprint } = this.holder(tx, cms, content);
    const [account] = await tx.query<{ id: AccountId }>('select id from account where login = $1 and may_sign(id, $2)', [login, fingerprint]);
    return account && { accountId: account.id, fingerprint };
  }

  /** Which of these signing certificates were good once and count no longer. Not within a transaction. */
  lapsed<C extends { pem: string }>(certificates: readonly C[]): Promise<C[]> {
    return this.trust.lapsed(certificates);
  }

  /**
   * A sealed bid's own signature, before any lock; whether the certificate is the account's, the gate asks at the acceptance. The time that it states is not looked at: a bid
   * is sealed and signed without a network, days before it is handed in, and is no reason to refuse it (O20 26-27); it counts from its receipt, whose stamped time is also
   * the one at which the verifier judges its certificate. Throws `envelope.*`.
   */
  sealedBid(bid: Omit<BidToVerify, keyof Basis>): VerifiedBid {
    return verifySealedBid({ ...bid, ...this.trust.basis() });
  }

  /** Whether a certificate may be bound for this use. Throws `envelope.certificate-*`. */
  assertInForce(tx: Tx, certificate: Certificate, purpose: 'signing' | 'encipherment'): void {
    this.trust.check(certificate, tx.now, { purpose });
  }

  /** The same, said and not thrown: of a certificate that was bound before. */
  counts(tx: Tx, certificate: Certificate, purpose: 'signing' | 'encipherment'): boolean {
    try {
      this.assertInForce(tx, certificate, purpose);
      return true;
    } catch (error) {
      if (error instanceof BusinessError) return false;
      throw error;
    }
  }
}
