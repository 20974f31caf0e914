import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Authority, type CertificateUsage, createAuthority, createKeyPair, issueCertificate, issueCrl, type KeyKind, readCertificate } from '@envelope';

const YEAR = 365.25 * 86_400_000;
const CERTIFICATES_FROM = new Date(Date.UTC(2024, 0, 1));
const CERTIFICATE_YEARS = 10;
const CERTIFICATES_END = new Date(CERTIFICATES_FROM.getTime() + CERTIFICATE_YEARS * YEAR);

export interface Identity {
  certificatePem: string;
  privateKeyPem: string;
}

interface Options {
  from?: Date;
  years?: number;
  /** What the key is for; signing unless said otherwise. */
  usage?: CertificateUsage;
}

/** The demonstration CA of an installation: made at the first start, kept under `demo-ca/`. No real authority trusts it. */
export class DemoAuthority {
  readonly #authority: Authority;

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const [certificate, key] = [join(folder, 'ca.pem'), join(folder, 'ca.key')];
    if (!existsSync(key)) {
      const made = createAuthority({ commonName: '天平演示CA（不具法律效力）', organisation: 'Tianping demonstration', now: new Date(Date.UTC(2024, 0, 1)), years: 20 });
      writeFileSync(certificate, made.certificatePem);
      writeFileSync(key, made.privateKeyPem, { mode: 0o600 });
    }
    this.#authority = { certificatePem: readFileSync(certificate, 'utf8'), privateKeyPem: readFileSync(key, 'utf8') };
  }

  get certificatePem(): string {
    return this.#authority.certificatePem;
  }

  /**
   * The list of revoked demonstration certificates: revoked.json names them by serial number. It counts as long as the certificates do: a demonstration's clock is moved by
   * years in one step, and the list is written anew at each start.
   */
  revocationList(now: Date): Uint8Array {
    const revoked = this.#revoked().map(({ serial, at }) => ({ serial: Buffer.from(serial, 'hex'), at: new Date(at), reason: 'keyCompromise' as const }));
    return issueCrl(this.#authority, { number: Math.floor(now.getTime() / 1000), thisUpdate: now, nextUpdate: new Date(Math.max(now.getTime() + YEAR, CERTIFICATES_END.getTime())), revoked });
  }

  /** From `at` on the certificate is on the list. */
  revoke(certificatePem: string, at: Date): void {
    const { serialHex: serial } = readCertificate(certificatePem);
    writeFileSync(join(this.folder, 'revoked.json'), `${JSON.stringify([...this.#revoked(), { serial, at: at.toISOString() }], null, 2)}\n`);
  }

  #revoked(): { serial: string; at: string }[] {
    const file = join(this.folder, 'revoked.json');
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { serial: string; at: string }[]) : [];
  }

  /** A key and its certificate; valid for `years` from `from`. */
  issue(subject: { commonName: string; organisation: string; uscc: string }, { kind = 'p-256', ...options }: { kind?: KeyKind } & Options = {}): Identity {
    const { privateKeyPem, publicKeyPem } = createKeyPair(kind);
    return { privateKeyPem, certificatePem: this.certify(publicKeyPem, subject, options) };
  }

  /** A certificate for a key that somebody made for himself: the private half never comes here. */
  certify(
    publicKeyPem: string,
    { commonName, organisation, uscc: serialNumber }: { commonName: string; organisation: string; uscc: string },
    { from = CERTIFICATES_FROM, years = CERTIFICATE_YEARS, usage = 'signing' }: Options = {},
  ): string {
    const notAfter = new Date(from.getTime() + years * YEAR);
    return issueCertificate(this.#authority, { publicKeyPem, commonName, organisation, serialNumber, notBefore: from, notAfter, usage });
  }

  /** Kept under a name: made once, read back afterwards. */
  keep(name: string, make: () => Identity): Identity & { keyFile: string; certificateFile: string } {
    const [certificateFile, keyFile] = [join(this.folder, `${name}.pem`), join(this.folder, `${name}.key`)];
    if (!existsSync(keyFile)) {
      const made = make();
      writeFileSync(certificateFile, made.certificatePem);
      writeFileSync(keyFile, made.privateKeyPem);
      chmodSync(keyFile, 0o600);
    }
    return { certificatePem: readFileSync(certificateFile, 'utf8'), privateKeyPem: readFileSync(keyFile, 'utf8'), certificateFile, keyFile };
  }
}
