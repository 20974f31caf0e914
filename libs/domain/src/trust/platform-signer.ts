import { readFileSync } from 'node:fs';
import { Inject, Injectable } from '@nestjs/common';
import { type Json, signStatement } from '@envelope';
import { CONFIG, type Config, SettingError } from '@platform/config';

const NEEDED = `SIGNING_KEY_FILE, SIGNING_CERTIFICATE_FILE: 平台须有签名密钥和证书才能签发回执 / the platform needs a key and its certificate to sign receipts (O20 27). "tianping start" 会列出全部步骤 / lists all steps.`;

/** The platform's own signature, under receipts, commitments and records. */
@Injectable()
export class PlatformSigner {
  readonly #key: { certificatePem: string; privateKeyPem: string };

  constructor(@Inject(CONFIG) { SIGNING_KEY_FILE, SIGNING_CERTIFICATE_FILE }: Config) {
    if (!SIGNING_KEY_FILE || !SIGNING_CERTIFICATE_FILE) throw new SettingError(NEEDED);
    this.#key = { privateKeyPem: readFileSync(SIGNING_KEY_FILE, 'utf8'), certificatePem: readFileSync(SIGNING_CERTIFICATE_FILE, 'utf8') };
  }

  get certificatePem(): string {
    return this.#key.certificatePem;
  }

  /** Canonical JSON and a detached CMS signature over it. */
  sign(statement: Json, at: Date): { text: string; signature: Buffer } {
    const { text, signature } = signStatement(statement, { ...this.#key, signingTime: at });
    return { text, signature: Buffer.from(signature) };
  }
}
