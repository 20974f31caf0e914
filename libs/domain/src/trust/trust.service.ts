import { setImmediate as turn } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BusinessError } from '@kernel';
import { type Certificate, type CertificateSource, readCertificate, readCertificates, type Revocation, signersOf, type VerifiedSignature, verifyChain, verifyDetached } from '@envelope';
import { Db, KeptRows, type Tx } from '@platform/db';
import { CertificateStatuses } from './certificate-statuses';
import { RevocationLists } from './revocation-lists';
import { TrustChanges } from './trust-changes';

/** Certificates that are looked at before others have their turn: some milliseconds. */
export const SLICE = 20;

/** Authorities are known by their fingerprints; the trail wants an id of its own form. */
export const AUTHORITY_OBJECT = '00000000-0000-0000-0000-000000000000';

export const nameOf = ({ subject, fingerprint }: Pick<Certificate, 'subject' | 'fingerprint'>): string => subject.commonName ?? subject.organisation ?? fingerprint;

/** What a check of a path stands on: the recognised authorities and what is known of revocations. */
export interface Basis {
  readonly roots: readonly Certificate[];
  readonly revocation: Revocation;
}

/**
 * The certificate authorities that the platform recognises, side by side (O20 44), and checks of signatures against them. They are held in memory: a check inside a
 * transaction must not wait for a second connection of the pool.
 */
@Injectable()
export class Trust implements OnModuleInit {
  #roots: readonly Certificate[] = [];

  constructor(
    private readonly db: Db,
    private readonly lists: RevocationLists,
    private readonly statuses: CertificateStatuses,
    private readonly changes: TrustChanges,
    private readonly kept: KeptRows,
  ) {}

  onModuleInit(): Promise<void> {
    return this.kept.keep('trusted authorities', () => this.read());
  }

  roots(): readonly Certificate[] {
    return this.#roots;
  }

  basis(): Basis {
    return { roots: this.roots(), revocation: this.lists.revocation };
  }

  /** What the installation itself brings (TRUSTED_CA_FILE, the demonstration's): every certificate of the PEM text that is new. What two persons ended stays ended. */
  async add(pem: string): Promise<Certificate[]> {
    const roots = readCertificates(pem);
    await this.db.system('trust.from-file', async (tx) => {
      for (const { fingerprint, pem: text, ...root } of roots) {
        const added = await tx.query('insert into trusted_authority (fingerprint, name, pem) values ($1, $2, $3) on conflict do nothing returning 1', [
          fingerprint,
          nameOf({ ...root, fingerprint }),
          text,
        ]);
        if (added.length > 0) await tx.record({ type: 'trust.authority-recognised', objectType: 'authority', objectId: AUTHORITY_OBJECT, payload: { fingerprint } });
      }
    });
    await this.read();
    return roots;
  }

  /** What two persons agreed on; one that was ended before is trusted again. */
  async recognise(tx: Tx, root: Certificate, note: string): Promise<void> {
    await tx.query('insert into trusted_authority (fingerprint, name, pem, note) values ($1, $2, $3, $4) on conflict (fingerprint) do update set ended_at = null, note = excluded.note', [
      root.fingerprint,
      nameOf(root),
      root.pem,
      note,
    ]);
    tx.afterCommit(() => this.hold(root));
  }

  /** What was just committed counts here at once; other processes read it within seconds. */
  hold(root: Certificate): void {
    this.#without(root.fingerprint);
    this.#roots = [...this.#roots, root];
  }

  drop(fingerprint: string): void {
    this.#without(fingerprint);
    void this.changes.tell();
  }

  #without(fingerprint: string): void {
    this.#roots = this.#roots.filter((root) => root.fingerprint !== fingerprint);
    this.statuses.forget();
  }

  /** Asks by OCSP about a certificate, or the one of a signature (CMS), where its authority answers: before a transaction, since it may wait for seconds. */
  async consult(shown: Uint8Array | Certificate): Promise<void> {
    const { certificate, intermediates } = shown instanceof Uint8Array ? signersOf(shown) : { certificate: shown, intermediates: [] };
    if (certificate && this.#leadsToRoot(certificate, intermediates)) await this.statuses.consult(certificate, [...intermediates, ...this.roots()], this.lists.nowMs(), this.lists.listed);
  }

  /** Only a certificate that a recognised authority stands behind may say where to ask: else strangers would send this server to addresses of theirs. */
  #leadsToRoot(certificate: Certificate, intermediates: readonly Certificate[]): boolean {
    try {
      verifyChain(certificate, { roots: this.roots(), intermediates, at: new Date(this.lists.nowMs()) });
      return true;
    } catch (error) {
      if (error instanceof BusinessError) return false;
      throw error;
    }
  }

  /** Checks a certificate's path, use, validity and revocation at `at`. Throws `envelope.certificate-*`. */
  check(leaf: CertificateSource, at: Date, { intermediates = [], purpose = 'signing' }: { intermediates?: readonly Certificate[]; purpose?: 'signing' | 'encipherment' } = {}): void {
    verifyChain(leaf, { ...this.basis(), intermediates, at, purpose });
  }

  /**
   * Which of these count no longer: revoked, or without a recognised authority in force. By what the database knows now, since this process may not have heard of an
   * authority by which somebody else has just let one in. A certificate of which nothing can be known just now (503) has not lapsed.
   */
  async lapsed<C extends { pem: string }>(certificates: readonly C[]): Promise<C[]> {
    await this.read();
    await this.lists.takeOver();
    const at = new Date(this.lists.nowMs());
    const lapsed: C[] = [];
    for (let from = 0; from < certificates.length; from += SLICE) {
      lapsed.push(...certificates.slice(from, from + SLICE).filter(({ pem }) => this.#refusalOf(pem, at) < 500));
      await turn();
    }
    return lapsed;
  }

  /** The status with which it is refused; Infinity where it is not. */
  #refusalOf(pem: string, at: Date): number {
    try {
      this.check(pem, at);
      return Infinity;
    } catch (error) {
      if (error instanceof BusinessError) return error.status;
      throw error;
    }
  }

  /** Checks a detached signature and its signer's path at `at`; when it was signed is the signer's own word. */
  signer(cms: Uint8Array, content: Uint8Array, at: Date): VerifiedSignature {
    const signed = verifyDetached(cms, content);
    this.check(signed.certificate, at, signed);
    return signed;
  }

  async read(): Promise<void> {
    const rows = await this.db.read<{ pem: string }>('select pem from trusted_authority where ended_at is null');
    this.#roots = rows.map((row) => readCertificate(row.pem));
  }
}
