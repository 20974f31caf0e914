import { Injectable } from '@nestjs/common';
import { type CertificateSource, issuerOf, MAX_OCSP, ocspRequest, readCertificate, readOcsp, type StatusKnown } from '@envelope';
import { fetchBytes } from './fetch';

const ASK_MS = 3_000;
/** An answer counts for at most so long, whatever its responder says: what is revoked has to be noticed. */
const KEPT_MS = 10 * 60_000;
const MOST_KEPT = 20_000;

/** Answers by OCSP where an authority offers them: asked before a signature is checked, then known without waiting. A responder that is silent leaves the word to the list. */
@Injectable()
export class CertificateStatuses {
  readonly #known = new Map<string, { status: StatusKnown; until: number }>();

  #addresses: ReadonlyMap<string, string> = new Map();

  /** Where authorities answer whose certificates do not say it themselves. */
  learnAddresses(addresses: ReadonlyMap<string, string>): void {
    this.#addresses = addresses;
  }

  /** Asks about this certificate where its issuer answers. Never throws: without an answer the revocation list decides. */
  async consult(certificate: CertificateSource, candidates: readonly CertificateSource[], atMs: number): Promise<void> {
    const leaf = readCertificate(certificate);
    if ((!leaf.ocspUrls[0] && this.#addresses.size === 0) || this.known(leaf.fingerprint, atMs)) return;
    const issuer = issuerOf(leaf, candidates);
    if (!issuer) return;
    const url = leaf.ocspUrls[0] ?? this.#addresses.get(issuer.fingerprint);
    if (!url) return;
    try {
      const body = { type: 'application/ocsp-request', bytes: ocspRequest(leaf, issuer) };
      const status = readOcsp(await fetchBytes(url, { limit: MAX_OCSP, timeoutMs: ASK_MS, body }), leaf, issuer, new Date(atMs));
      this.#keep(leaf.fingerprint, status, atMs);
    } catch (error) {
      console.error(`no status by OCSP from ${url}`, error instanceof Error ? error.message : error);
    }
  }

  known(fingerprint: string, atMs: number): StatusKnown | undefined {
    const kept = this.#known.get(fingerprint);
    return kept && kept.until > atMs ? kept.status : undefined;
  }

  #keep(fingerprint: string, status: StatusKnown, atMs: number): void {
    if (this.#known.size >= MOST_KEPT) this.#known.clear();
    this.#known.set(fingerprint, { status, until: Math.min(atMs + KEPT_MS, status.nextUpdate?.getTime() ?? atMs + KEPT_MS) });
  }
}
