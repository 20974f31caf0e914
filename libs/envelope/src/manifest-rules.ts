import { isDiskName, isLine, type Refusal } from '@kernel';
import type { Json } from './canonical';
import { R } from './envelope.refusals';

/** What a member must be, in the words that the refusal shows. */
interface MemberRule {
  readonly rule: string;
  readonly optional?: true;
  readonly holds: (value: Json) => boolean;
}

const text = (rule: string, pattern: RegExp, more: (value: string) => boolean = () => true): MemberRule => ({
  rule,
  holds: (value) => typeof value === 'string' && pattern.test(value) && more(value),
});

const whole = (rule: string, from: number, to: number): MemberRule => ({
  rule,
  holds: (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= from && value <= to,
});

/** One tebibyte: far above any bid, and far below where a number in JSON loses its last digit. */
const MAX_SIZE = 2 ** 40;
const size = whole(`0..${MAX_SIZE}`, 0, MAX_SIZE);
const sha256 = text('64 × 0-9a-f', /^[0-9a-f]{64}$/);

/** Milliseconds and Z, and a day that exists. */
const isInstant = (value: string) => {
  const millis = Date.parse(value);
  return !Number.isNaN(millis) && new Date(millis).toISOString() === value;
};

/** Printed and joined by line feeds in the associated data: one line in which everything is seen. */
const isPrintable = (value: string) => isLine(value) && value.trim() === value;

export const MANIFEST_RULES: Readonly<Record<string, MemberRule>> = {
  format: text('tianping/bid-manifest/1', /^tianping\/bid-manifest\/1$/),
  tender: text('UUID', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  lot: text('1..64', /^.{1,64}$/u, isPrintable),
  bidder: text('USCC', /^[0-9A-HJ-NPQRTUWXY]{18}$/),
  version: whole('1..9999', 1, 9999),
  createdAt: text('YYYY-MM-DDThh:mm:ss.sssZ', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, isInstant),
  nonce: text('32 × 0-9a-f', /^[0-9a-f]{32}$/),
  suite: { ...text('sm', /^sm$/), optional: true },
  escrow: { ...sha256, optional: true },
  parts: { rule: '[]', holds: () => true },
  cipherSha256: sha256,
  cipherSize: whole('1..', 1, Number.MAX_SAFE_INTEGER),
};

export const PART_RULES: Readonly<Record<string, MemberRule>> = {
  name: text('a-z 0-9 -, 1..64', /^[a-z0-9][a-z0-9-]{0,63}$/),
  fileName: text('1..200', /^.{1,200}$/u, isDiskName), // `assertBidParts` asks more of what comes in; what was taken is opened
  mediaType: text('type/subtype', /^[a-z]{1,32}\/[a-z0-9][a-z0-9.+-]{0,100}$/),
  plainSize: size,
  plainSha256: sha256,
  offset: whole('0..', 0, Number.MAX_SAFE_INTEGER),
  cipherSize: whole('1..', 1, Number.MAX_SAFE_INTEGER),
  cipherSha256: sha256,
  keyCommitment: sha256,
};

/** Every missing, unknown and wrong member of one object. */
export function readMembers(value: Json, rules: Readonly<Record<string, MemberRule>>, at: string): Refusal[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [R.manifestField({ field: at || '/', rule: '{}' }, at)];
  const members = value as Readonly<Record<string, Json>>;
  const known = Object.entries(rules).map(([field, rule]) => memberProblem(members, field, rule, at));
  const unknown = Object.keys(members).filter((field) => !Object.hasOwn(rules, field));
  const surplus = unknown.slice(0, 20).map((field) => R.manifestFieldUnknown({ field: field.slice(0, 64) }, `${at}/${pointer(field)}`));
  return [...known.filter((problem) => problem !== undefined), ...surplus];
}

function memberProblem(members: Readonly<Record<string, Json>>, field: string, { rule, holds, optional }: MemberRule, at: string): Refusal | undefined {
  if (!Object.hasOwn(members, field)) return optional ? undefined : R.manifestFieldMissing({ field }, `${at}/${field}`);
  return holds(members[field]!) ? undefined : R.manifestField({ field, rule }, `${at}/${field}`);
}

/** RFC 6901 3. */
const pointer = (field: string) => field.slice(0, 64).replaceAll('~', '~0').replaceAll('/', '~1');
