import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type Certificate, type CertificateSource, crlWithSigner, MAX_CRL_SIZE, readCertificate, readCrl, type Revocation, type RevocationList, revokedBy, sha256Hex, writePem } from '@envelope';
import { visibly } from '@kernel';
import { CONFIG, type Config } from '@platform/config';
import { Db, KeptRows } from '@platform/db';
import { Jobs } from '@platform/jobs';
import { log } from '@platform/log';
import { CertificateStatuses, type Listed } from './certificate-statuses';
import { fetchBytes } from './fetch';
import { revocationProblem } from './revocation';
import { TrustChanges } from './trust-changes';

const REFRESH_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;

interface Row {
  fingerprint: string;
  pem: string;
  url: string | null;
  der: Buffer | null;
  /** Whose key signed the list, where it is not the issuer's own. */
  signer: string | null;
  number: string | null;
}

/** How a row is written: in somebody's transaction, or by itself. */
type Write = (text: string, values: unknown[]) => Promise<unknown>;

/** One authority's list as this process holds it; parsed once per number. */
interface Held {
  readonly list?: RevocationList;
  readonly version: string;
}

const ALL = 'select issuer_fingerprint as fingerprint, issuer_pem as pem, url, der, signer_pem as signer, number from revocation_list';
const KNOWN = 'select pem, true as root from trusted_authority where ended_at is null union all select issuer_pem, false from revocation_list';

/** A list that counts for its authority. */
interface Vetted {
  readonly list: RevocationList;
  readonly signer: Certificate;
}

/**
 * What is known of revoked certificates (`revocationProblem`). A list counts until its `nextUpdate` and CRL_GRACE_HOURS beyond; where nothing is known the
 * certificate is not accepted (503): never a silent pass. Only REVOCATION_REQUIRED=false lets an authority without a list through, and the certificates
 * page says so.
 */
@Injectable()
export class RevocationLists implements OnModuleInit {
  readonly #held = new Map<string, Held>();
  readonly #learned = new Set<string>();
  /** The platform's clock less this process's monotonic one: lists live by the platform's, and the host's wall clock may jump. */
  #offset = 0;

  constructor(
    private readonly db: Db,
    private readonly jobs: Jobs,
    private readonly statuses: CertificateStatuses,
    private readonly changes: TrustChanges,
    private readonly kept: KeptRows,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async onModuleInit(): Promise<void> {
    this.jobs.define({ name: 'trust.refresh-lists', everyMs: REFRESH_MS, run: () => this.refresh() });
    await this.kept.keep('revocation lists', () => this.read());
  }

  /** For `verifyChain`: no waiting, the lists are in memory. */
  readonly revocation: Revocation = (certificate, issuer, at) => {
    const nowMs = this.nowMs();
    const { list } = this.#held.get(issuer.fingerprint) ?? {};
    if (!list) this.#learn(certificate.extensions.crlUrls?.[0], certificate.extensions.ocspUrls?.[0], issuer.fingerprint, issuer.der);
    const told = this.statuses.known(sha256Hex(certificate.der), nowMs);
    return revocationProblem(certificate, at, { list, told }, { nowMs, graceMs: this.config.CRL_GRACE_HOURS * HOUR_MS, required: this.config.REVOCATION_REQUIRED });
  };

  /** Whether the list of this issuer names the certificate now. */
  readonly listed: Listed = (certificate, issuer) => {
    const { list } = this.#held.get(issuer.fingerprint) ?? {};
    return !!list && revokedBy(list, certificate, new Date(this.nowMs())) !== undefined;
  };

  /** The platform's clock, as this process knows it without asking. */
  nowMs(): number {
    return performance.now() + this.#offset;
  }

  /** Keeps a list that was fetched or made here. Throws `envelope.crl-malformed`. */
  async keep(der: Uint8Array, issuer: CertificateSource): Promise<RevocationList> {
    const vetted = await this.vet(der, issuer);
    await this.store((text, values) => this.db.write(text, values), der, issuer, vetted);
    await this.read();
    return vetted.list;
  }

  /** Reads a list that this authority signed, with its own key or with another that has a path to the authority's root. It asks the database: before a transaction. */
  async vet(der: Uint8Array, issuer: CertificateSource): Promise<Vetted> {
    const known = await this.db.read<{ pem: string; root: boolean }>(KNOWN);
    const [candidates, roots] = [known.map(({ pem }) => pem), known.filter(({ root }) => root).map(({ pem }) => pem)];
    return crlWithSigner(der, issuer, { candidates, roots, at: new Date(this.nowMs()), revocation: this.revocation });
  }

  /** Writes a list that was vetted, unless a newer one is there; `read` makes it count here. */
  async store(write: Write, der: Uint8Array, issuer: CertificateSource, { list, signer }: Vetted): Promise<void> {
    const { fingerprint, subject, pem } = readCertificate(issuer);
    const by = signer.fingerprint === fingerprint ? null : signer.pem;
    const row = [fingerprint, subject.commonName ?? fingerprint, pem, null, Buffer.from(der), list.number, new Date(list.thisUpdate), new Date(list.nextUpdate), list.revoked.size, by];
    await write(
      `insert into revocation_list (issuer_fingerprint, issuer_name, issuer_pem, url, der, number, this_update, next_update, entries, signer_pem, fetched_at, tried_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, clock_timestamp(), clock_timestamp())
       on conflict (issuer_fingerprint) do update set url = coalesce(excluded.url, revocation_list.url), der = excluded.der, number = excluded.number, this_update = excluded.this_update,
         next_update = excluded.next_update, entries = excluded.entries, signer_pem = excluded.signer_pem, fetched_at = excluded.fetched_at, tried_at = excluded.tried_at, error = null
       where revocation_list.this_update is null or revocation_list.this_update <= excluded.this_update`,
      row,
    );
  }

  /** Notes where an authority publishes its list; the job fetches it. */
  async watch(write: Write, issuer: CertificateSource, url: string | null, ocspUrl: string | null = null): Promise<void> {
    const { fingerprint, subject, pem } = readCertificate(issuer);
    await write(
      `insert into revocation_list (issuer_fingerprint, issuer_name, issuer_pem, url, ocsp_url) values ($1, $2, $3, $4, $5)
       on conflict (issuer_fingerprint) do update set url = coalesce(excluded.url, revocation_list.url), ocsp_url = coalesce(excluded.ocsp_url, revocation_list.ocsp_url)`,
      [fingerprint, subject.commonName ?? fingerprint, pem, url, ocspUrl],
    );
  }

  /** The job: fetches every list that has an address. One that fails leaves its error on the page and the older list in force. */
  async refresh(): Promise<number> {
    const rows = await this.db.read<Row>(`${ALL} where url is not null`);
    const fetched = await Promise.all(rows.map((row) => this.#fetch(row)));
    await this.read();
    return fetched.filter(Boolean).length;
  }

  async #fetch({ fingerprint, pem, url }: Row): Promise<boolean> {
    try {
      await this.keep(await fetchBytes(url!, { limit: MAX_CRL_SIZE }), pem);
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      await this.db.write('update revocation_list set tried_at = clock_timestamp(), error = $2 where issuer_fingerprint = $1', [fingerprint, visibly(reason.slice(0, 300))]);
      return false;
    }
  }

  /** An issuer met for the first time: the certificates that it signed say where its list is. Its path led to a recognised authority already. */
  #learn(url: string | undefined, ocspUrl: string | undefined, fingerprint: string, der: Uint8Array): void {
    if ((!url && !ocspUrl) || this.#learned.has(fingerprint) || this.#learned.size > 1000) return;
    this.#learned.add(fingerprint);
    this.watch((text, values) => this.db.write(text, values), writePem('CERTIFICATE', der), url ?? null, ocspUrl ?? null)
      .then(() => this.refresh())
      .catch((error: unknown) => log('error', 'a revocation list could not be learned', error));
  }

  /** Takes over what the database knows, and tells of it. */
  async read(): Promise<void> {
    if (await this.takeOver()) await this.changes.tell();
  }

  /** Takes over what the database knows; whether there was anything new. For whoever acts on it himself: a listener that is told while it looks would wait for itself. */
  async takeOver(): Promise<boolean> {
    const [clock] = await this.db.read<{ now: Date }>('select tianping_now() as now');
    this.#offset = clock!.now.getTime() - performance.now();
    const rows = await this.db.read<{ fingerprint: string; number: string | null; updated: string; ocsp: string | null }>(
      `select issuer_fingerprint as fingerprint, number, fetched_at::text as updated, ocsp_url as ocsp from revocation_list`,
    );
    this.statuses.learnAddresses(new Map(rows.flatMap(({ fingerprint, ocsp }) => (ocsp ? [[fingerprint, ocsp] as const] : []))));
    const newer = rows.map(({ fingerprint, number, updated }) => ({ fingerprint, version: `${number ?? ''} ${updated}` })).filter((row) => this.#held.get(row.fingerprint)?.version !== row.version);
    for (const { fingerprint, version } of newer) await this.#parse(fingerprint, version);
    return newer.length > 0;
  }

  async #parse(fingerprint: string, version: string): Promise<void> {
    const [row] = await this.db.read<Row>(`${ALL} where issuer_fingerprint = $1`, [fingerprint]);
    this.#held.set(fingerprint, row?.der ? { list: readCrl(row.der, row.pem, row.signer ?? row.pem), version } : { version });
  }
}
