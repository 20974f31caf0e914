import { BusinessError } from '@kernel';
import { sha256 } from './permutation';
import { type Candidate, checkField, checkHex, checkParty, R } from './rules';

/**
 * draw/v1 (docs/formats/draw-v1.md): list and rules are frozen and hashed, each party commits to a secret number, all reveal, and the seed
 * is the hash of everything. Nobody who acts before the last reveal can know or choose the outcome (TBR 46).
 */

export interface Frozen {
  readonly lines: string;
  readonly listHash: string;
}

const lineOf = ({ id, specialties, employer, library }: Candidate): string => {
  const codes = specialties.map((code) => checkField('specialty', code)).join(',');
  return `${checkField('id', id)}\t${codes}\t${checkField('employer', employer)}\t${checkField('library', library)}\n`;
};

const sortedByBytes = (texts: readonly string[]): string[] =>
  texts
    .map((text) => Buffer.from(text))
    .sort(Buffer.compare)
    .map((bytes) => bytes.toString());

/** The pool as it is hashed: a line for each person, in the order of its UTF-8 bytes. */
export function freeze(candidates: readonly Candidate[]): Frozen {
  const seen = new Set<string>();
  for (const { id, specialties } of candidates) {
    if (seen.has(id)) throw new BusinessError([R.drawCandidateTwice({ id })]);
    if (specialties.length === 0) throw new BusinessError([R.drawTextInvalid({ field: 'specialty', value: '' })]);
    seen.add(id);
  }
  const lines = sortedByBytes(candidates.map(lineOf)).join('');
  return { lines, listHash: sha256(lines) };
}

/** What a party publishes, signed, before anybody reveals: the hash of its own 32 random bytes, bound to the draw and to the party. */
export function commitment(drawId: string, party: string, rHex: string): string {
  const head = Buffer.from(`draw/v1/commit\n${checkField('drawId', drawId)}\n${checkParty(party)}\n`);
  return sha256(Buffer.concat([head, Buffer.from(checkHex('reveal', rHex), 'hex')]));
}

export interface SeedInput {
  readonly drawId: string;
  readonly listHash: string;
  readonly rulesHash: string;
  /** Party -> its number in hex. */
  readonly reveals: Readonly<Record<string, string>>;
  /** Empty, or `drand:<chain hash>:<round>:<signature>`, or `nist:<chain>:<pulse>:<output>`: named before the commitments. */
  readonly beacon: string;
}

const BEACON = /^[A-Za-z0-9:._-]*$/;

export function seedOf({ drawId, listHash, rulesHash, reveals, beacon }: SeedInput): string {
  if (!BEACON.test(beacon)) throw new BusinessError([R.drawTextInvalid({ field: 'beacon', value: beacon })]);
  const parties = sortedByBytes(Object.keys(reveals)).map((party) => `${checkParty(party)}:${checkHex('reveal', reveals[party]!)}\n`);
  const head = `draw/v1/seed\n${checkField('drawId', drawId)}\n${checkHex('listHash', listHash)}\n${checkHex('rulesHash', rulesHash)}\n`;
  return sha256(`${head}${parties.join('')}beacon:${beacon}\n`);
}
