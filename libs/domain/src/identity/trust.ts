import { Injectable } from '@nestjs/common';
import { type Certificate, readCertificate, verifyChain, verifyDetached } from '@envelope';
import { Db } from '@platform/db';

const FRESH_MS = 5_000;

/** The certificate authorities that the platform trusts, and checks of signatures against them. */
@Injectable()
export class Trust {
  #roots: Certificate[] = [];
  #readAt = 0;

  constructor(private readonly db: Db) {}

  async roots(): Promise<Certificate[]> {
    if (Date.now() - this.#readAt > FRESH_MS) {
      const rows = await this.db.read<{ pem: string }>('select pem from trusted_authority');
      this.#roots = rows.map((row) => readCertificate(row.pem));
      this.#readAt = Date.now();
    }
    return this.#roots;
  }

  async add(pem: string): Promise<void> {
    const root = readCertificate(pem);
    await this.db.read('insert into trusted_authority (fingerprint, name, pem) values ($1, $2, $3) on conflict do nothing', [root.fingerprint, root.subject.commonName, root.pem]);
    this.#readAt = 0;
  }

  /** Checks a certificate's path, use and validity at `at`. Throws `envelope.certificate-*`. */
  async check(leaf: Certificate, at: Date, intermediates: readonly Certificate[] = []): Promise<void> {
    verifyChain(leaf, { intermediates, roots: await this.roots(), at });
  }

  /** Checks a detached signature and its signer's path; returns the signer's certificate. */
  async signer(cms: Uint8Array, content: Uint8Array, at: Date): Promise<Certificate> {
    const { certificate, intermediates } = verifyDetached(cms, content);
    await this.check(certificate, at, intermediates);
    return certificate;
  }
}
