import { sha256 } from '@noble/hashes/sha2.js';
import { same } from './bytes';
import type { Certificate } from './certificate';
import { verifyCms } from './cms';
import { childrenOf, readDer, TAG } from './der';
import { octetsOf, oidOf, smallInteger, timeOf, unsigned } from './der-values';
import { ensure } from './fault';
import { hashOf } from './signature';

const ID_TST_INFO = '1.2.840.113549.1.9.16.1.4';

export interface Token {
  time: number;
  policy: string;
  signer: Certificate;
  certificates: Certificate[];
}

/** An RFC 3161 token over these bytes. Whether its signer may stamp, and who stands behind him, is the path's matter. */
export function readToken(bytes: Uint8Array, stamped: Uint8Array, pool: readonly Certificate[]): Token {
  const { content, signer, certificates } = verifyCms(bytes, undefined, { version: 3, type: ID_TST_INFO, token: true }, pool);
  const [version, policy, imprint, serial, time] = childrenOf(readDer(content!, { ber: true }), TAG.sequence, 5, 10);
  const [algorithm, digest] = childrenOf(imprint, TAG.sequence, 2, 2);
  unsigned(serial);
  ensure(smallInteger(version) === 1 && hashOf(algorithm) === 'sha256', '时间戳内容不符合规定', 'the time stamp is not of the described form');
  ensure(same(octetsOf(digest), sha256(stamped)), '时间戳盖在别的内容上', 'the time stamp is over another document');
  return { time: timeOf(time, true), policy: oidOf(policy), signer, certificates };
}
