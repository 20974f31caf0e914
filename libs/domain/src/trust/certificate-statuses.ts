import { Injectable } from '@nestjs/common';
import { type Certificate, type CertificateFields, type CertificateSource, issuerOf, MAX_OCSP, ocspRequest, readCertificate, readOcsp, type StatusKnown } from '@envelope';
import { fetchBytes } from './fetch';
import { log } from '@platform/log';
import { TrustChanges } from './trust-changes';

const ASK_MS = 3_000;
/** The responder is asked again after so long, whatever it promised: what is revoked has to be noticed. */
const ASK_AGAIN_MS = 10 * 60_000;
/** Who was revoked stays so while nobody says otherwise: a responder that falls silent afterwards makes nobody good again. */
const REVOKED_MS = 24 * 3_600_000;
const MOST_KEPT = 20_000;

interface Kept {
  status: StatusKnown;
  /** Until when it counts, and from when on it is asked again. */
  until: number;
  again: number;
}

export type Listed = (certificate: CertificateFields, issuer: Certificate) => boolean;

/** Answers by OCSP where an authority offers them: asked before a signature is checked, then known without waiting. A responder that is silent leaves the word to the list. */
@Injectable()
export class CertificateStatuses {
  readonly #known = new Map<string, Kept>();

  #addresses: ReadonlyMap<string, string> = new Map();

  constructor(private readonly changes: TrustChanges) {}

  /** Where authorities answer whose certificates do not say it themselves. */
  learnAddresses(addresses: ReadonlyMap<string, string>): void {
    this.#addresses = addresses;
  }

  /**
   * Asks about this certificate where its issuer answers. Never throws: without an answer the revocation list decides. `listed` says whether an issuer's
   * list names a responder that it certified.
   */
  async consult(certificate: CertificateSource, candidates: readonly CertificateSource[], atMs: number, listed: Listed): Promise<void> {
    const leaf = readCertificate(certificate);
    if ((!leaf.ocspUrls[0] && this.#addresses.size === 0) || (this.#known.get(leaf.fingerprint)?.again ?? 0) > atMs) return;
    const issuer = issuerOf(leaf, candidates);
    if (!issuer) return;
    const url = leaf.ocspUrls[0] ?? this.#addresses.get(issuer.fingerprint);
    if (!url) return;
    try {
      const body = { type: 'application/ocsp-request', bytes: ocspRequest(leaf, issuer) };
      const status = readOcsp(await fetchBytes(url, { limit: MAX_OCSP, timeoutMs: ASK_MS, body }), leaf, issuer, { now: new Date(atMs), revoked: (responder) => listed(responder, issuer) });
      this.#keep(leaf.fingerprint, status, atMs);
      if (status.status.status === 'revoked') await this.changes.tell();
    } catch (error) {
      log('error', `no status by OCSP from ${url}`, error instanceof Error ? error.message : error);
    }
  }

  known(fingerprint: string, atMs: number): StatusKnown | undefined {
    const kept = this.#known.get(fingerprint);
    return kept && kept.until > atMs ? kept.status : undefined;
  }

  /** Every answer so far: the next question goes to the responder. */
  forget(): void {
    this.#known.clear();
  }

  #keep(fingerprint: string, status: StatusKnown, atMs: number): void {
    if (this.#known.size >= MOST_KEPT) this.#known.clear();
    const again = Math.min(atMs + ASK_AGAIN_MS, status.until.getTime());
    this.#known.set(fingerprint, { status, again, until: status.status.status === 'revoked' ? atMs + REVOKED_MS : again });
  }
}
