import { localDate, type Refusal } from '@kernel';
import { type CertificateFields, type RevocationList, revocationUnknown, revokedBy, type StatusKnown, statusProblem } from '@envelope';

/** What is known of one certificate's revocation: its authority's list, as this process holds it, and the responder's last answer that still counts. */
export interface Known {
  readonly list?: RevocationList | undefined;
  readonly told?: StatusKnown | undefined;
}

export interface Strictness {
  /** The platform's time, by which a list is in force or out of date. */
  readonly nowMs: number;
  /** For how long past its end a list counts on. */
  readonly graceMs: number;
  /** REVOCATION_REQUIRED: whether a certificate counts only while something is known of its revocation. */
  readonly required: boolean;
}

/**
 * Why a certificate must not be relied on at `at`, or nothing. The worse word counts: revoked by either is revoked, also on a list that is out of date.
 * Then a list has to be in force where there is one, whatever the responder says; and a responder that does not know the certificate leaves it unknown,
 * whatever the list says. A fresh "good" is enough where an authority publishes no list; where there is neither, `required` decides.
 */
export function revocationProblem(certificate: CertificateFields, at: Date, { list, told }: Known, { nowMs, graceMs, required }: Strictness): Refusal | undefined {
  const revoked = (list && revokedBy(list, certificate, at)) ?? (told?.status.status === 'revoked' ? statusProblem(told.status, certificate, at) : undefined);
  if (revoked) return revoked;
  if (list && nowMs > list.nextUpdate + graceMs)
    return revocationUnknown(certificate, { zh: `吊销列表 ${localDate(new Date(list.nextUpdate))} 起过期`, en: `the list has been out of date since ${localDate(new Date(list.nextUpdate))}` });
  if (told?.status.status === 'unknown' && required) return statusProblem(told.status, certificate, at);
  return list || told || !required ? undefined : revocationUnknown(certificate, { zh: '没有吊销列表', en: 'there is no revocation list' });
}
