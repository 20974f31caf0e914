import { visibly } from '@kernel';
import { toHex } from './bytes';
import { contentOf, DerError, type DerValue, encodingOf, inside, oid, printableString, readOid, readText, sequence, setOf, TAG, utf8String } from './der';
import { OID } from './oids';

/** The holder. `serialNumber` (X.520) carries the unified social credit code of the organisation. */
export interface SubjectName {
  readonly commonName?: string;
  readonly organisation?: string;
  readonly serialNumber?: string;
}

export interface ReadName {
  readonly der: Uint8Array;
  readonly text: string;
  readonly name: SubjectName;
}

const SHORT: ReadonlyMap<string, string> = new Map([
  [OID.commonName, 'CN'],
  [OID.organisation, 'O'],
  [OID.serialNumber, 'serialNumber'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.11', 'OU'],
]);

/**
 * Reads a Name (RFC 5280 4.1.2.4). A second CN, O or serialNumber would make the holder ambiguous, so it is refused. What nobody sees is written out (`\u{202e}`): people
 * read who confirms and who is let in by it, and no name passes for another by what is hidden in it.
 */
export function readName(value: DerValue): ReadName {
  const found = new Map<string, string>();
  const text: string[] = [];
  for (const rdn of inside(value).rest(TAG.set)) {
    for (const attribute of inside(rdn).rest(TAG.sequence)) text.push(readAttribute(attribute, found));
  }
  const [commonName, organisation, serialNumber] = [found.get('CN'), found.get('O'), found.get('serialNumber')];
  return { der: encodingOf(value), text: text.join(', '), name: { commonName, organisation, serialNumber } };
}

function readAttribute(attribute: DerValue, found: Map<string, string>): string {
  const members = inside(attribute);
  const type = readOid(members.next(TAG.oid));
  const value = members.next();
  members.finish();
  const short = SHORT.get(type) ?? type;
  const text = readText(value);
  const seen = text && visibly(text);
  const identifies = short === 'CN' || short === 'O' || short === 'serialNumber';
  if (identifies && (text === undefined || found.has(short))) throw new DerError(`the name has no single ${short}`);
  if (seen !== undefined) found.set(short, seen);
  return `${short}=${text === undefined ? `#${toHex(contentOf(value))}` : visibly(escape(text))}`;
}

/** RFC 4514 2.4, so that a comma inside a name cannot pass for a border. */
const escape = (text: string) => text.replace(/[\\,+"<>;=\p{Cc}]/gu, (char) => (char < ' ' ? `\\${toHex(new TextEncoder().encode(char))}` : `\\${char}`));

/** RFC 5280 appendix A: ub-common-name, ub-organization-name and ub-serial-number are 64 characters. */
const UPPER_BOUND = 64;

/** O and CN as UTF8String (Chinese names), serialNumber as PrintableString (RFC 5280 appendix A). */
export function writeName({ organisation, commonName, serialNumber }: SubjectName): Uint8Array {
  for (const text of [organisation, commonName, serialNumber]) {
    if (text !== undefined && (text === '' || [...text].length > UPPER_BOUND)) throw new RangeError('a name has 1 to 64 characters');
  }
  const attributes = [
    organisation !== undefined && sequence(oid(OID.organisation), utf8String(organisation)),
    commonName !== undefined && sequence(oid(OID.commonName), utf8String(commonName)),
    serialNumber !== undefined && sequence(oid(OID.serialNumber), printableString(serialNumber)),
  ];
  return sequence(...attributes.filter((attribute) => attribute !== false).map((attribute) => setOf(attribute)));
}
