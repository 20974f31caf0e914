import { readFileSync } from 'node:fs';
import { Inject, Injectable } from '@nestjs/common';
import { type Json, signStatement, verifyStatement } from '@envelope';
import { CONFIG, type Config, SettingError } from '@platform/config';

const NEEDED = `SIGNING_KEY_FILE, SIGNING_CERTIFICATE_FILE: 平台须有签名密钥和证书才能签发回执 / the platform needs a key and its certificate to sign receipts (O20 27). "tianping start" 会列出全部步骤 / lists all steps.`;

const UNFIT = `SIGNING_KEY_FILE, SIGNING_CERTIFICATE_FILE: 须为 PEM 格式，且是同一对密钥的私钥和证书 / must be PEM, the private key and the certificate of one pair of keys.`;

/** The platform's own signature, under receipts, commitments and records. */
@Injectable()
export class PlatformSigner {
  readonly #key: { certificatePem: string; privateKeyPem: string };

  constructor(@Inject(CONFIG) { SIGNING_KEY_FILE, SIGNING_CERTIFICATE_FILE }: Config) {
    if (!SIGNING_KEY_FILE || !SIGNING_CERTIFICATE_FILE) throw new SettingError(NEEDED);
    this.#key = { privateKeyPem: readFileSync(SIGNING_KEY_FILE, 'utf8'), certificatePem: readFileSync(SIGNING_CERTIFICATE_FILE, 'utf8') };
    this.#assertPair();
  }

  get certificatePem(): string {
    return this.#key.certificatePem;
  }

  /** Canonical JSON and a detached CMS signature over it. */
  sign(statement: Json, at: Date): { text: string; signature: Buffer } {
    const { text, signature } = signStatement(statement, { ...this.#key, signingTime: at });
    return { text, signature: Buffer.from(signature) };
  }

  /** What it signs has to hold: of a certificate of another key nobody would know before he checks his receipt. */
  #assertPair(): void {
    try {
      const { text, signature } = this.sign({}, new Date(0));
      verifyStatement(text, signature);
    } catch {
      throw new SettingError(UNFIT);
    }
  }
}
