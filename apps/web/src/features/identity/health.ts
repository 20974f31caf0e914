import type { Answer } from '../../lib/api/client';

export type OwnCertificate = Answer<'/api/me/certificates'>['items'][number];

const DAY = 86_400_000;
/** A certificate is renewed by hand and by post: a month is what that takes. */
const WARN_DAYS = 30;

export type Health = 'good' | 'soon' | 'expired' | 'ended';

export const daysLeft = ({ notAfter }: Pick<OwnCertificate, 'notAfter'>, now: number): number => Math.ceil((Date.parse(notAfter) - now) / DAY);

export function healthOf(certificate: Pick<OwnCertificate, 'notAfter' | 'endedAt'>, now: number): Health {
  if (certificate.endedAt) return 'ended';
  const days = daysLeft(certificate, now);
  return days <= 0 ? 'expired' : days < WARN_DAYS ? 'soon' : 'good';
}

/** For each use, the certificate that lasts longest: one that was renewed in time warns nobody. */
export function inForce(items: readonly OwnCertificate[]): OwnCertificate[] {
  const last = new Map<string, OwnCertificate>();
  for (const one of items.filter(({ endedAt }) => !endedAt)) if ((last.get(one.usage)?.notAfter ?? '') < one.notAfter) last.set(one.usage, one);
  return [...last.values()];
}
