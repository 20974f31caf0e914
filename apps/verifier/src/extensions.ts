import { childrenOf, type Der, expectTag, readDer, TAG } from './der';
import { booleanOf, namedBits, octetsOf, oidOf, smallInteger } from './der-values';
import { ensure, fail } from './fault';

export interface Extension {
  oid: string;
  critical: boolean;
  value: Uint8Array;
}
export type Extensions = Map<string, Extension>;

export function readExtensions(list: Der | undefined): Extensions {
  const found: Extensions = new Map();
  for (const element of list ? childrenOf(list, TAG.sequence, 1) : []) {
    const parts = childrenOf(element, TAG.sequence, 2, 3);
    const oid = oidOf(parts[0]);
    ensure(!found.has(oid), '扩展重复', 'an extension stands twice');
    const critical = parts.length === 3 && booleanOf(parts[1]);
    found.set(oid, { oid, critical, value: octetsOf(parts.at(-1)) });
  }
  return found;
}

interface Holder {
  extensions: Extensions;
}

/** Bits of keyUsage; none when it is missing. */
export function keyUsage({ extensions }: Holder): number[] {
  const extension = extensions.get('2.5.29.15');
  return extension ? usageBits(readDer(extension.value)) : [];
}

function usageBits(value: Der): number[] {
  const bits = namedBits(value);
  ensure(value.content.length === 2 || value.content.length === 3, '密钥用途损坏', 'the key usage is broken');
  return bits;
}

const purposesOf = (value: Der): string[] => childrenOf(value, TAG.sequence, 0).map((oid) => oidOf(oid));

export function extendedUsage({ extensions }: Holder): { purposes: string[]; critical: boolean } | undefined {
  const extension = extensions.get('2.5.29.37');
  return extension && { critical: extension.critical, purposes: purposesOf(readDer(extension.value)) };
}

export function constraints({ extensions }: Holder): { authority: boolean; pathLength: number } {
  const extension = extensions.get('2.5.29.19');
  return extension ? constraintsOf(readDer(extension.value)) : { authority: false, pathLength: Infinity };
}

function constraintsOf(value: Der): { authority: boolean; pathLength: number } {
  const parts = [...childrenOf(value, TAG.sequence, 0, 2)];
  const authority = parts[0]?.tag === TAG.boolean && booleanOf(parts.shift());
  const length = parts.shift();
  ensure(parts.length === 0, '基本限制损坏', 'the basic constraints are broken');
  return { authority, pathLength: length ? smallInteger(length) : Infinity };
}

export function keyId({ extensions }: Holder): Uint8Array | undefined {
  const own = extensions.get('2.5.29.14');
  return own && octetsOf(readDer(own.value));
}

const issuerIdOf = (value: Der): Uint8Array | undefined => childrenOf(value, TAG.sequence).find(({ tag }) => tag === 0x80)?.content;

export function issuerKeyId({ extensions }: Holder): Uint8Array | undefined {
  const issuers = extensions.get('2.5.29.35');
  return issuers && issuerIdOf(readDer(issuers.value));
}

const access = (value: Der) => childrenOf(value, TAG.sequence).map((one) => oidOf(childrenOf(one, TAG.sequence, 1)[0]));
const points = (value: Der) => childrenOf(value, TAG.sequence).map((one) => expectTag(one, TAG.sequence));

/** What is read, and so has to be whole: docs/formats/certificates.md. Addresses are for who has a network. */
const READ: Readonly<Record<string, (value: Der) => unknown>> = {
  '2.5.29.14': octetsOf,
  '2.5.29.15': usageBits,
  '2.5.29.19': constraintsOf,
  '2.5.29.31': points,
  '2.5.29.35': issuerIdOf,
  '2.5.29.37': purposesOf,
  '1.3.6.1.5.5.7.1.1': access,
};
/** subjectAltName and certificatePolicies take nothing away: the subject alone names the holder, and no policy is asked for. */
const HARMLESS = new Set(['2.5.29.17', '2.5.29.32']);
/** nameConstraints limit an authority also where they are not critical. */
const LIMITING = new Set(['2.5.29.30']);

export function assertReadable(extensions: Extensions): void {
  for (const { oid, value } of extensions.values()) {
    const read = READ[oid];
    if (!read) continue;
    try {
      read(readDer(value));
    } catch {
      fail(`扩展 ${oid} 损坏`, `the extension ${oid} is broken`);
    }
  }
}

export const strangeOf = ({ extensions }: Holder): string | undefined => [...extensions.values()].find(({ oid, critical }) => LIMITING.has(oid) || (critical && !READ[oid] && !HARMLESS.has(oid)))?.oid;
