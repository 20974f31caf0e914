import { replacementText } from '@kernel';
import { readCertificate } from '@envelope';
import type { Identity } from '@domain/demonstration';
import { Client } from '../../apps/cli/src/play/client';

export interface Waits {
  proposalId: string;
  contentSha256: string;
  confirmer: string;
  before: { status: string; reason: string | null } | null;
}

/** Somebody without a session asks that this certificate take the place of those that the account has. `proofBy`: whose key signs. */
export async function askReplacement(url: string, login: string, identity: Identity, confirmer: 'organisation-head' | 'security-admin', proofBy = identity): Promise<Waits> {
  const proof = await new Client(url, undefined, proofBy).sign(replacementText(login, readCertificate(identity.certificatePem).fingerprint));
  return new Client(url).post<Waits>('/api/certificates/replacements', { login, certificate: identity.certificatePem, proof, confirmer });
}
