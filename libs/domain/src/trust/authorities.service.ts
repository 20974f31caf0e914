import { Inject, Injectable } from '@nestjs/common';
import { BusinessError, refuse } from '@kernel';
import { type Certificate, readCertificate, readCertificates } from '@envelope';
import { CONFIG, type Config } from '@platform/config';
import { type Caller, Db, type Tx } from '@platform/db';
import { log } from '@platform/log';
import { PlatformSigner } from './platform-signer';
import { RevocationLists } from './revocation-lists';
import { TimeSource } from './time-source';
import { R } from './trust.refusals';
import { AUTHORITY_OBJECT, nameOf, Trust } from './trust.service';

export type ListState = 'fresh' | 'late' | 'expired' | 'none';

export interface AuthorityView {
  fingerprint: string;
  name: string;
  pem: string;
  notBefore: Date;
  notAfter: Date;
  /** Ended authorities stay in the list: what they certified before remains to be checked. */
  endedAt: Date | null;
}

export interface RevocationListView {
  issuer: string;
  fingerprint: string;
  url: string | null;
  ocspUrl: string | null;
  state: ListState;
  number: string | null;
  thisUpdate: Date | null;
  nextUpdate: Date | null;
  entries: number | null;
  fetchedAt: Date | null;
  /** Why the last try failed; null after one that worked. */
  error: string | null;
}

export interface TrustView {
  authorities: AuthorityView[];
  lists: RevocationListView[];
  /** Roots of the time stamps, PEM. */
  timeAuthorities: string[];
  /** Under receipts, commitments and records, PEM. */
  platform: string;
}

/** An authority that is to count, as both persons see it. */
export interface Recognition {
  name: string;
  fingerprint: string;
  crlUrl: string | null;
  ocspUrl: string | null;
  note: string;
  pem: string;
}

/** Past its end a list is late, and counts on for the hours of grace ($1); past these it is expired, and so is what rests on it. */
const LISTS = `select issuer_name as issuer, issuer_fingerprint as fingerprint, url, ocsp_url as "ocspUrl", number, this_update as "thisUpdate", next_update as "nextUpdate", entries, fetched_at as "fetchedAt", error,
  case when next_update is null then 'none' when next_update > (select tianping_now()) then 'fresh' when next_update + make_interval(hours => $1) > (select tianping_now()) then 'late' else 'expired' end as state
from revocation_list order by issuer_name limit 200`;

/** The recognised authorities: whom, since when, and how well their revocations are known. Public, since bidders have to know whose certificates count. */
@Injectable()
export class AuthoritiesService {
  constructor(
    private readonly db: Db,
    private readonly trust: Trust,
    private readonly lists: RevocationLists,
    private readonly signer: PlatformSigner,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async read(): Promise<TrustView> {
    const rows = await this.db.read<{ pem: string; endedAt: Date | null }>('select pem, ended_at as "endedAt" from trusted_authority order by ended_at nulls first, name limit 200');
    const authorities = rows.map(({ pem, endedAt }) => {
      const { fingerprint, subject, notBefore, notAfter } = readCertificate(pem);
      return { fingerprint, name: subject.commonName ?? subject.organisation ?? fingerprint, pem, notBefore, notAfter, endedAt };
    });
    return { authorities, lists: await this.db.read<RevocationListView>(LISTS, [this.config.CRL_GRACE_HOURS]), timeAuthorities: [...this.time.roots], platform: this.signer.certificatePem };
  }

  /** Throws unless these are the PEM of one certificate that may issue others. */
  authorityOf(pem: string): Certificate & { name: string } {
    const [certificate, ...more] = readCertificates(pem);
    if (!certificate || more.length > 0 || !certificate.keyUsage.includes('keyCertSign')) return refuse(R.notAuthority({ subject: certificate?.subject.commonName ?? 'PEM' }, '/pem'));
    return { ...certificate, name: nameOf(certificate) };
  }

  /** Recognises an authority from now on, and says where its revocation list is: one transaction, so that nothing counts without its trace. */
  async recognise(tx: Tx, { pem, crlUrl, ocspUrl, note }: Recognition): Promise<{ fingerprint: string }> {
    const certificate = this.authorityOf(pem);
    const { fingerprint } = certificate;
    await this.trust.recognise(tx, certificate, note);
    if (crlUrl || ocspUrl) await this.lists.watch((text, values) => tx.query(text, values), certificate, crlUrl, ocspUrl);
    await tx.record({ type: 'trust.authority-recognised', objectType: 'authority', objectId: AUTHORITY_OBJECT, payload: { fingerprint, crlUrl, ocspUrl, note } });
    if (crlUrl) tx.afterCommit(() => void this.lists.refresh().catch((error: unknown) => log('error', 'a revocation list could not be fetched', error)));
    return { fingerprint };
  }

  async nameOf(fingerprint: string): Promise<string> {
    const [row] = await this.db.read<{ name: string }>('select name from trusted_authority where fingerprint = $1 and ended_at is null', [fingerprint]);
    return row?.name ?? refuse(R.authorityUnknown());
  }

  /** Its name while it counts; null from then on. */
  async nameIn(tx: Tx, fingerprint: string): Promise<string | null> {
    const [row] = await tx.query<{ name: string }>('select name from trusted_authority where fingerprint = $1 and ended_at is null for share', [fingerprint]);
    return row?.name ?? null;
  }

  async assertMayEnd(tx: Tx, fingerprint: string): Promise<void> {
    const live = await tx.query<{ fingerprint: string }>('select fingerprint from trusted_authority where ended_at is null order by fingerprint for update');
    if (!live.some((one) => one.fingerprint === fingerprint)) refuse(R.authorityUnknown());
    if (live.length === 1) refuse(R.lastAuthority());
  }

  /** From now on nothing new is accepted under it. */
  async end(tx: Tx, fingerprint: string, reason: string): Promise<{ endedAt: string }> {
    const endedAt = await tx.time(); // whoever named it meanwhile was waited for
    await tx.query('update trusted_authority set ended_at = $2 where fingerprint = $1', [fingerprint, endedAt]);
    await tx.record({ type: 'trust.authority-ended', objectType: 'authority', objectId: AUTHORITY_OBJECT, payload: { fingerprint, reason } });
    tx.afterCommit(() => this.trust.drop(fingerprint));
    return { endedAt: endedAt.toISOString() };
  }

  /** A list brought by hand, where it cannot be fetched; in PEM with the certificate of its signer, where that is another key of the issuer. */
  async upload(caller: Caller, fingerprint: string, der: Buffer): Promise<{ number: string; entries: number }> {
    const [row] = await this.db.read<{ pem: string }>(
      'select pem from trusted_authority where fingerprint = $1 union all select issuer_pem from revocation_list where issuer_fingerprint = $1 limit 1',
      [fingerprint],
    );
    if (!row) throw new BusinessError([R.authorityUnknown()]);
    const vetted = await this.lists.vet(der, row.pem);
    const brought = await this.db.run(caller, async (tx) => {
      const { number, revoked } = vetted.list;
      await this.lists.store((text, values) => tx.query(text, values), der, row.pem, vetted);
      await tx.record({ type: 'trust.list-brought', objectType: 'authority', objectId: AUTHORITY_OBJECT, payload: { fingerprint, number } });
      return { number, entries: revoked.size };
    });
    await this.lists.read();
    return brought;
  }

  /** What the job does every few minutes, now. The row says how it came out. */
  async refresh(caller: Caller): Promise<number> {
    const fetched = await this.lists.refresh();
    await this.db.run(caller, (tx) => tx.record({ type: 'trust.lists-refreshed', objectType: 'authority', objectId: AUTHORITY_OBJECT, payload: { fetched } }));
    return fetched;
  }
}
