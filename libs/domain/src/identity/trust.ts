import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Certificate, readCertificate, readCertificates, verifyChain, verifyDetached } from '@envelope';
import { Db } from '@platform/db';

const FRESH_MS = 5_000;

/**
 * The certificate authorities that the platform trusts, and checks of signatures against them. They are held in memory and read again
 * every few seconds beside the requests: a check inside a transaction must not wait for a second connection of the pool.
 */
@Injectable()
export class Trust implements OnModuleInit {
  #roots: readonly Certificate[] = [];
  #readAt = 0;

  constructor(private readonly db: Db) {}

  onModuleInit(): Promise<void> {
    return this.#read();
  }

  roots(): readonly Certificate[] {
    if (Date.now() - this.#readAt > FRESH_MS) {
      this.#readAt = Date.now();
      this.#read().catch((error: unknown) => console.error('trusted authorities could not be read again', error));
    }
    return this.#roots;
  }

  /** Trusts every certificate of the PEM text. */
  async add(pem: string): Promise<void> {
    for (const root of readCertificates(pem))
      await this.db.read('insert into trusted_authority (fingerprint, name, pem) values ($1, $2, $3) on conflict do nothing', [root.fingerprint, root.subject.commonName, root.pem]);
    await this.#read();
  }

  /** Checks a certificate's path, use and validity at `at`. Throws `envelope.certificate-*`. */
  check(leaf: Certificate, at: Date, intermediates: readonly Certificate[] = []): void {
    verifyChain(leaf, { intermediates, roots: this.roots(), at });
  }

  /** Checks a detached signature and its signer's path; returns the signer's certificate. */
  signer(cms: Uint8Array, content: Uint8Array, at: Date): Certificate {
    const { certificate, intermediates } = verifyDetached(cms, content);
    this.check(certificate, at, intermediates);
    return certificate;
  }

  async #read(): Promise<void> {
    const rows = await this.db.read<{ pem: string }>('select pem from trusted_authority');
    this.#roots = rows.map((row) => readCertificate(row.pem));
    this.#readAt = Date.now();
  }
}
