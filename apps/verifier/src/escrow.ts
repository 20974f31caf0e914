import { sha256 } from '@noble/hashes/sha2.js';
import { fromBase64, toHex, utf8 } from './bytes';
import { parseCanonical } from './canonical-json';
import { childrenOf, readDer, TAG } from './der';
import { oidOf } from './der-values';
import { ensure } from './fault';
import { BIDDER, LOT, type Manifest, VERSION } from './manifest';
import { BASE64, HEX32, integer, list, object, type Of, only, UUID } from './shape';

const SHARE = object({ commitment: HEX32, envelope: BASE64 });
const TRUSTEE = object({ certificate: HEX32, shares: object({ 'price-sheet': SHARE, documents: SHARE }) });
const ESCROW = object({ format: only('tianping/escrow/1'), tender: UUID, lot: LOT, bidder: BIDDER, version: VERSION, threshold: integer(1, 9), trustees: list(TRUSTEE, 1, 9) });

export type Escrow = Of<typeof ESCROW>;

const MAX_ESCROW = 256 * 1024;
/** AuthEnvelopedData, and EnvelopedData for trustees with SM2 keys. */
const ENVELOPES = ['1.2.840.113549.1.9.16.1.23', '1.2.840.113549.1.7.3'];

/** Only a trustee sees what is inside; everybody sees that it is an envelope. */
function assertEnvelope(base64: string): void {
  const [oid] = childrenOf(readDer(fromBase64(base64), { max: 16 * 1024 }), TAG.sequence, 2, 2);
  ensure(ENVELOPES.includes(oidOf(oid)), '密钥信封的结构不符合规定', 'a key envelope is not of the described form');
}

export function parseEscrow(text: string): Escrow {
  const escrow = ESCROW(parseCanonical(text, MAX_ESCROW), '');
  ensure(escrow.threshold <= escrow.trustees.length, '门限大于保管人数', 'the threshold exceeds the number of trustees');
  const certificates = new Set(escrow.trustees.map(({ certificate }) => certificate));
  ensure(certificates.size === escrow.trustees.length, '保管人重复', 'a trustee stands twice');
  for (const { shares } of escrow.trustees) for (const share of Object.values(shares)) assertEnvelope(share.envelope);
  return escrow;
}

/** The signed manifest names the escrow document, or there is none on either side. */
export function assertEscrow(text: string | null, manifest: Manifest): void {
  ensure((text === null) === (manifest.escrow === undefined), '投标清单与密钥托管文件一有一无', 'of manifest and escrow document one names what the other lacks');
  if (text === null) return;
  const escrow = parseEscrow(text);
  ensure(toHex(sha256(utf8(text))) === manifest.escrow, '托管文件的摘要与投标清单所写不符', 'the hash of the escrow document is not that of the manifest');
  const fits = (['tender', 'lot', 'bidder', 'version'] as const).every((name) => escrow[name] === manifest[name]);
  ensure(fits, '托管文件属于另一份投标', 'the escrow document belongs to another bid');
}
