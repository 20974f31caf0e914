import { readFileSync } from 'node:fs';
import { nameKey } from '@kernel';
import { type Certificate, type EscrowTerms, readCertificate, readCertificates, verifyChain } from '@envelope';
import { tell } from './tell';

/** Who can open the bid, as far as their certificates say. */
export const tellTrustees = ({ threshold, trustees }: EscrowTerms): void => {
  tell`由 ${trustees.length} 名保管人中任意 ${threshold} 名开启，请与公告核对 / opened by any ${threshold} of ${trustees.length} trustees; compare them with the notice:`;
  for (const { subject, fingerprint } of trustees.map(readCertificate)) tell`  ${subject.commonName ?? '—'}（${subject.organisation ?? '—'} ${subject.serialNumber ?? ''}）SHA-256 ${fingerprint}`;
};

/**
 * Terms come from whoever runs the platform: trustees of his own making would open the bid for him. So their certificates have to lead to authorities that the
 * bidder names himself, for encipherment and in force; no one person and no one organisation may be enough. Throws what does not hold.
 */
export function assertTrustees({ threshold, trustees }: EscrowTerms, ca: readonly string[]): void {
  if (ca.length === 0)
    throw new Error(
      '投标由保管人开启：请用 --ca 给出签发其证书的认证机构证书（向认证机构索取，不要取自平台），以便核对 / trustees open this bid: give --ca, certificates of the authorities that certify them, had from those and not from the platform',
    );
  const roots = ca.flatMap((file) => readCertificates(readFileSync(file, 'utf8')));
  const certificates = trustees.map(readCertificate);
  for (const certificate of certificates) verifyChain(certificate, { roots, at: new Date(Date.now()), purpose: 'encipherment', revocation: undefined });
  const told = certificates.filter((one) => nameOf(one) && codeOf(one));
  const silent = certificates.length - told.length; // may be of the same organisation as any other
  const most = silent + Math.max(0, ...byOrganisation(told).map(({ length }) => length));
  if (threshold < 2 || most >= threshold || new Set(certificates.map(({ keySha256 }) => keySha256)).size < certificates.length)
    throw new Error(
      `${trustees.length} 名保管人中任意 ${threshold} 名即可开启：一家单位或一把密钥就够了，不能据此密封 / any ${threshold} of ${trustees.length} open it: one organisation, or one key, would do, and nothing is sealed for that`,
    );
}

const spelled = (text: string) =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '');
const nameOf = ({ subject }: Certificate) => nameKey(subject.organisation ?? '');
const codeOf = ({ subject }: Certificate) => spelled(subject.serialNumber ?? '');

/** One organisation, whichever way it is told: who shares a name with one and a code with another, as after a change of name, makes all three one. */
function byOrganisation(certificates: readonly Certificate[]): Certificate[][] {
  let groups: Certificate[][] = [];
  for (const one of certificates) {
    const isSame = (group: Certificate[]) => group.some((other) => nameOf(other) === nameOf(one) || codeOf(other) === codeOf(one));
    groups = [...groups.filter((group) => !isSame(group)), [one, ...groups.filter(isSame).flat()]];
  }
  return groups;
}
