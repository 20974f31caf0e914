import type { z } from 'zod';
import { birthDateOf, plainCode, refuse } from '@kernel';
import { type Content, readCertificate } from '@envelope';
import { notFound, type Tx } from '@platform/db';
import { assertUscc, type KnownPerson, knownPerson } from '../identity';
import type { ImportExperts } from './experts.dto';
import { R } from './experts.refusals';
import { isSpecialty, specialtyName } from './specialties';

type Row = z.output<typeof ImportExperts>['experts'][number];

/** An expert as both administrators are asked for him: his document is a digest already, since others read the request. */
export type Appointment = Omit<Row, 'identityNumber' | 'identityKind'> & { person: KnownPerson };

/** What can be said of his row alone. */
export async function appointmentOf(tx: Tx, { identityNumber, identityKind, ...row }: Row, at: string): Promise<Appointment> {
  const wrong = row.specialties.find((code) => !isSpecialty(code));
  if (wrong) refuse(R.specialtyUnknown({ code: wrong }, `${at}/specialties`));
  if (row.employerUscc) assertUscc(row.employerUscc, `${at}/employerUscc`);
  const person = await knownPerson(tx, { identityNumber, identityKind }, `${at}/identityNumber`);
  if (identityKind === 'resident' && birthDateOf(plainCode(identityNumber)) !== row.born) refuse(R.bornDiffers({ born: row.born }, `${at}/born`));
  return { ...row, person };
}

/** The organisation that keeps the library. */
export async function libraryOf(tx: Tx, id: string): Promise<{ id: string; name: string; uscc: string }> {
  const [library] = await tx.query<{ id: string; name: string; uscc: string }>('select id, name, uscc from organisation where id = $1 for share', [id]);
  return library ?? notFound('organisation');
}

const contentOfOne = ({ person, certificate, specialties, ...row }: Appointment): Content => {
  const { fingerprint, subject } = readCertificate(certificate);
  const { name, login, employer, employerUscc, library, born, appointedUntil, suspendedUntil, testPassed } = row;
  return {
    ...{ name, login, born, document: person.kind, personSha256: person.hash, employer, employerUscc, library },
    specialties: specialties.map((code) => `${code} ${specialtyName(code)}`).join('、'),
    ...{ appointedUntil, suspendedUntil, testPassed, holder: subject.commonName ?? null, fingerprint },
  };
};

/** Who is taken into which library. */
export async function importContent(tx: Tx, libraryId: string, experts: readonly Appointment[]): Promise<Content> {
  const { name, uscc } = await libraryOf(tx, libraryId);
  return { organisation: { name, uscc }, count: experts.length, experts: experts.map(contentOfOne) };
}
