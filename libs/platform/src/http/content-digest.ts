import { BusinessError } from '@kernel';
import { R } from './http.refusals';

/** The SHA-256 of a `Content-Digest` (RFC 9530). Other algorithms are left aside, as the RFC allows; one that cannot be read is refused. */
export function digestOf(header: string | string[] | undefined): Buffer | undefined {
  const members = [header ?? []].flat().flatMap((line) => line.split(','));
  const given = members.map((member) => /^\s*sha-256\s*=(.*)$/.exec(member)?.[1]?.trim()).find((value) => value !== undefined);
  if (given === undefined) return undefined;
  const digest = Buffer.from(/^:([A-Za-z0-9+/]{43}=):/.exec(given)?.[1] ?? '', 'base64');
  if (digest.length !== 32) throw new BusinessError([R.malformed({ reason: 'Content-Digest' })]);
  return digest;
}
