import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@platform/config';
import { type DocumentKind, nameKey, refuse, registrationText, uuidv7 } from '@kernel';
import { type Certificate, readCertificate } from '@envelope';
import { type Caller, Db, type HeldRole, type Lack, type Tx } from '@platform/db';
import { assertApart, unnamed } from './apart';
import { Attempts, registrationMeter } from './attempts';
import { Account, BoundCertificate, Organisation, RoleGrant } from './identity.entity';
import type { CreateAccount, RegisterOrganisation } from './identity.dto';
import { R } from './identity.refusals';
import { hashPassword } from './passwords';
import { assertUscc, type KnownPerson, knownPerson } from './person';
import type { RoleCode } from './roles';
import { SigningRights } from './signing-rights';

const TAKEN: Record<string, (value: string, at: string) => never> = {
  organisation_uscc: (uscc) => refuse(R.usccTaken({ uscc }, '/uscc')),
  account_login: (login, at) => refuse(R.loginTaken({ login }, `${at}/login`)),
  certificate_fingerprint: (_fingerprint, at) => refuse(R.certificateTaken({}, `${at}/certificate`)),
};

/** Turns a unique violation into the refusal that a person understands. */
async function named<T>(work: Promise<T>, value: string, at = ''): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { constraint } = error as { constraint?: string };
    if (constraint && TAKEN[constraint]) TAKEN[constraint](value, at);
    throw error;
  }
}

/** Lists, records and avoidance go by the name, so it is what the authority vouched for, and not what somebody typed. */
export function assertName({ subject: { organisation, commonName } }: Certificate, name: string): void {
  const found = organisation ?? commonName ?? '—';
  if (nameKey(found) !== nameKey(name)) refuse(R.nameOther({ found, name }, '/name'));
}

export function assertMadeOutTo({ subject: { serialNumber: found = '—' } }: Certificate, expected: string, pointer: string): void {
  if (found !== expected) refuse(R.certificateForeign({ found, expected }, pointer));
}

/** By his document, which is checked; or as he is known from it already. */
type Who = { identityNumber: string; identityKind?: DocumentKind } | { person: KnownPerson };

export type NewAccount = Who & {
  login: string;
  name: string;
  passwordHash?: string | undefined;
  certificate?: Certificate | undefined;
  roles: readonly RoleCode[];
  reason: string;
  /** JSON pointer of the account in the request. */
  at?: string;
};

/** What an account needs to know of its organisation. */
type Belongs = Pick<Organisation, 'id' | 'uscc'>;

export interface Me {
  accountId: string;
  login: string;
  name: string;
  organisationId: string | null;
  organisationName: string;
  uscc: string | null;
  roles: HeldRole[];
  permissions: string[];
  /** Whether one-time codes are on. */
  totp: boolean;
  /** Whether he signs in by a password, be it a first one. */
  password: boolean;
  /** What this session has to get before it may do anything else. */
  lacks: Lack | null;
  simulatedClock: boolean;
  installation: Config['INSTALLATION'];
}

/** Organisations, people and their rights. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly db: Db,
    private readonly rights: SigningRights,
    private readonly attempts: Attempts,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * A firm registers itself: checked credit code, certificate of a trusted authority, proof that it holds the key (O20 art. 20, 40). What is told of logins and of people is
   * counted by the firm that has shown who it is: one certificate asks a few times, and never learns what else a person does.
   */
  async register(caller: Caller, dto: RegisterOrganisation): Promise<{ organisationId: string; accountId: string }> {
    await this.rights.consult(Buffer.from(dto.proof, 'base64'));
    const certificate = await this.#proven(dto);
    const meters = [registrationMeter(dto.uscc)];
    await this.attempts.take(meters, R.registerLater);
    return this.db.run(caller, async (tx) => {
      this.attempts.right(tx, meters);
      const organisation = await this.addOrganisation(tx, dto);
      const officer = { ...dto.account, certificate, roles: ['bidder-officer', 'bidder-signatory', 'organisation-head'] as const, reason: '自行注册', at: '/account' };
      const account = await unnamed(this.addAccount(tx, organisation, officer), '/account/identityNumber');
      return { organisationId: organisation.id, accountId: account.id };
    });
  }

  /** The firm's certificate: made out to its code and its name, and its key is in the hands of who asks. */
  async #proven({ certificate: pem, proof, uscc, name, account }: RegisterOrganisation): Promise<Certificate> {
    const [clock] = await this.db.read<{ now: Date }>('select tianping_now() as now');
    const certificate = readCertificate(pem);
    const signer = this.rights.holder({ now: clock!.now }, Buffer.from(proof, 'base64'), Buffer.from(registrationText(uscc, account.login)));
    if (signer.fingerprint !== certificate.fingerprint) refuse(R.certificateUnbound({ login: account.login }, '/proof'));
    assertUscc(uscc, '/uscc');
    assertMadeOutTo(certificate, uscc, '/certificate');
    assertName(certificate, name);
    return certificate;
  }

  async addOrganisation(tx: Tx, { name, uscc, region }: { name: string; uscc: string; region: string }): Promise<Organisation> {
    assertUscc(uscc, '/uscc');
    const organisation = await named(tx.insert(Organisation, { id: uuidv7<'organisation'>(), version: 1, name, uscc, region, registeredAt: tx.now }), uscc);
    await tx.record({ type: 'identity.organisation-registered', objectType: 'organisation', objectId: organisation.id, payload: { uscc, name } });
    return organisation;
  }

  organisationOf(tx: Tx, uscc: string): Promise<Organisation> {
    return tx.lock(Organisation, { uscc }, 'organisation', 'share');
  }

  async addAccount(tx: Tx, organisation: Belongs, wanted: NewAccount): Promise<Account> {
    const { login, name, passwordHash = null, at = '' } = wanted;
    const person = 'person' in wanted ? wanted.person : await knownPerson(tx, wanted, `${at}/identityNumber`);
    const of = { id: uuidv7<'account'>(), version: 1, organisationId: organisation.id, login, name, personHash: person.hash, personDocument: person.kind };
    const account = await named(tx.insert(Account, { ...of, passwordHash }), login, at);
    for (const role of wanted.roles) await this.addRole(tx, account, { role, reason: wanted.reason });
    if (wanted.certificate) await this.bind(tx, account, organisation, wanted.certificate, { at });
    await tx.record({ type: 'identity.account-created', objectType: 'account', objectId: account.id, payload: { login, roles: wanted.roles } });
    return account;
  }

  /** Who the caller is, what he may do at all, and in what kind of installation. */
  async me({ actor }: Caller): Promise<Me> {
    const [row] = await this.db.read<{ totp: boolean; password: boolean; simulated: boolean }>(
      `select a.totp_since is not null as totp, a.password_hash is not null or exists (select 1 from first_password_half h where h.account_id = a.id) as password, coalesce((select clock_offset <> interval '0' from installation), false) as simulated from account a where a.id = $1`,
      [actor.accountId],
    );
    const { accountId, login, name, organisationId, organisationName, uscc, roles, permissions } = actor;
    const own = { accountId: accountId!, login, name, organisationId, organisationName, uscc, roles: [...roles], permissions: [...permissions].sort() };
    return { ...own, totp: row!.totp, password: row!.password, lacks: actor.lacks ?? null, simulatedClock: row!.simulated, installation: this.config.INSTALLATION };
  }

  /** An account without any right, in production without a password: that is drawn, by two persons (factor-acts.ts). Nor with a certificate: its owner binds it and shows that he has the key. `also` is part of the same commit. */
  async create(caller: Caller, dto: Omit<CreateAccount, 'roles' | 'reason' | 'endsAt'>, also: (tx: Tx, account: Account, organisation: Organisation) => Promise<void>): Promise<string> {
    if (dto.password && this.config.INSTALLATION === 'production') refuse(R.passwordNotChosen({}, '/password'));
    const passwordHash = dto.password ? await hashPassword(dto.password) : undefined; // it may wait, and a transaction must not
    return this.db.run(caller, async (tx) => {
      const organisation = await tx.lock(Organisation, { id: dto.organisationId }, 'organisation', 'share');
      const account = await this.addAccount(tx, organisation, { ...dto, passwordHash, roles: [], reason: '' });
      await also(tx, account, organisation);
      return account.id;
    });
  }

  /** For what stands behind it already: a registration, an import, a request that two persons agreed on. */
  async addRole(tx: Tx, account: Account, { role, reason, endsAt = null }: { role: RoleCode; reason: string; endsAt?: Date | null }): Promise<RoleGrant> {
    await assertApart(tx, account, [role]);
    return tx.insert(RoleGrant, { id: uuidv7(), version: 1, accountId: account.id, role, projectId: null, grantedBy: tx.actor.accountId, reason, startsAt: tx.now, endsAt });
  }

  /**
   * Binds a certificate whose path, use, validity and organisation are right, and whose key is no other account's, now or before: two who share a key sign for each other.
   */
  async bind(tx: Tx, account: Account, organisation: Belongs, certificate: Certificate, { usage = 'signing', at = '' }: { usage?: 'signing' | 'encipherment'; at?: string } = {}): Promise<void> {
    this.rights.assertInForce(tx, certificate, usage);
    assertMadeOutTo(certificate, organisation.uscc, `${at}/certificate`);
    const { fingerprint, keySha256, pem, algorithm, notBefore, notAfter } = certificate;
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 12))', [keySha256]);
    await named(
      tx.insert(BoundCertificate, { id: uuidv7(), version: 1, accountId: account.id, fingerprint, keySha256, pem, algorithm, notBefore, notAfter, boundAt: tx.now, usage, endedAt: null }),
      fingerprint,
      at,
    );
    const others = await tx.query('select 1 from certificate where key_sha256 = $1 and account_id <> $2 limit 1', [keySha256, account.id]);
    if (others.length > 0) refuse(R.keyTaken({}, `${at}/certificate`));
  }
}
