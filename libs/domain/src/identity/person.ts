import { createHash } from 'node:crypto';
import { checkUscc, type DocumentFault, type DocumentKind, localDate, type PersonDocument, readDocument, type Refusals, refuse } from '@kernel';
import type { Tx } from '@platform/db';
import { R } from './identity.refusals';

const WRONG: Record<DocumentFault, Refusals<typeof R>[keyof typeof R]> = {
  shape: R.documentShape,
  region: R.documentRegion,
  state: R.documentState,
  'birth-date': R.documentBirth,
  'check-character': R.documentCheck,
};

/** The document that a person is known by, in its canonical spelling. `pointer`: the field of the number in the request. */
async function assertDocument(tx: Tx, { identityKind, identityNumber }: { identityKind: DocumentKind; identityNumber: string }, pointer: string): Promise<PersonDocument> {
  const [installation] = await tx.query<{ kind: string }>('select kind from installation');
  const read = readDocument(identityKind, identityNumber, { today: localDate(tx.now), fictional: installation?.kind === 'demonstration' });
  return read.ok ? read.document : refuse(WRONG[read.reason]({}, pointer));
}

/**
 * One natural person over all accounts: a digest with this installation's salt; the number itself is never stored. What is digested is canonical: a
 * resident's number stands alone, as it always did, every other kind of document names itself.
 */
async function personHash(tx: Tx, { kind, number }: PersonDocument): Promise<string> {
  const [row] = await tx.query<{ salt: string }>('select person_salt as salt from installation');
  const person = kind === 'resident' ? number : `${kind}:${number}`;
  return createHash('sha256')
    .update(`tianping/person/1\n${row?.salt ?? ''}\n${person}`)
    .digest('hex');
}

/** A person as accounts keep him: told from everybody else, by no number. */
export interface KnownPerson {
  readonly hash: string;
  readonly kind: DocumentKind;
}

/** The person behind a document. `pointer`: the field of the number in the request. */
export async function knownPerson(tx: Tx, { identityKind = 'resident', identityNumber }: { identityKind?: DocumentKind; identityNumber: string }, pointer: string): Promise<KnownPerson> {
  const document = await assertDocument(tx, { identityKind, identityNumber }, pointer);
  return { hash: await personHash(tx, document), kind: document.kind };
}

/** An organisation's code, canonical already (`dto.uscc`), or a refusal at `pointer`. */
export function assertUscc(uscc: string, pointer: string): string {
  const checked = checkUscc(uscc);
  return checked.ok ? uscc : refuse(R.usccWrong({ uscc: uscc.slice(0, 40), reason: checked.reason }, pointer));
}
