import { Injectable } from '@nestjs/common';
import { refuse } from '@kernel';
import type { Certificate } from '@envelope';
import type { Tx } from '@platform/db';
import { Trust } from '../trust';
import { R } from './identity.refusals';

/** The one answer to "may this certificate sign this, now": for bids' gate the same as `may_sign` in SQL, which it asks. */
@Injectable()
export class SigningRights {
  constructor(private readonly trust: Trust) {}

  /** Before the transaction that calls `signer`: asks the authority's responder, which may take seconds. Never refuses. */
  consult(cms: Uint8Array): Promise<void> {
    return this.trust.consult(cms);
  }

  /**
   * The certificate of a detached signature (CMS, DER) over exactly `content`. Its path leads to a recognised authority, it is valid and not revoked at
   * `tx.now`, and it is bound to the actor's own account for signing and was not ended. Throws `envelope.*`, `identity.certificate-not-yours`.
   */
  async signer(tx: Tx, cms: Uint8Array, content: Uint8Array): Promise<Certificate> {
    const certificate = this.trust.signer(cms, content, tx.now);
    const [right] = await tx.query<{ held: boolean }>('select may_sign($1, $2) as held', [tx.actor.accountId, certificate.fingerprint]);
    if (!right?.held) refuse(R.certificateNotYours({}, '/signature'));
    return certificate;
  }
}
