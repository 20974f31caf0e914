import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@platform/config';
import { BusinessError, type DocumentKind, nameKey, refuse, statementLines, uuidv7 } from '@kernel';
import { type Certificate, readCertificate } from '@envelope';
import { type Caller, Db, type HeldRole, type Lack, type Tx } from '@platform/db';
import { Realtime } from '@platform/realtime';
import { Actors } from './actors';
import { Account, BoundCertificate, Organisation, RoleGrant } from './identity.entity';
import type { CreateAccount, RegisterOrganisation } from './identity.dto';
import { R } from './identity.refusals';
import { hashPassword } from './passwords';
import { assertUscc, type KnownPerson, knownPerson } from './person';
import { apartRule, ROLES, type RoleCode } from './roles';
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
function assertName({ subject: { organisation, commonName } }: Certificate, name: string): void {
  const found = organisation ?? commonName ?? '—';
  if (nameKey(found) !== nameKey(name)) refuse(R.nameOther({ found, name }, '/name'));
}

export const registrationText = (uscc: string, login: string): string => statementLines('registration/v1', uscc, login);

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
    private readonly realtime: Realtime,
    private readonly actors: Actors,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** A firm registers itself: checked credit code, certificate of a trusted authority, proof that it holds the key (O20 art. 20, 40). */
  async register(caller: Caller, dto: RegisterOrganisation): Promise<{ organisationId: string; accountId: string }> {
    await this.rights.consult(Buffer.from(dto.proof, 'base64'));
    return this.db.run(caller, async (tx) => {
      const certificate = readCertificate(dto.certificate);
      const signer = this.rights.holder(tx, Buffer.from(dto.proof, 'base64'), Buffer.from(registrationText(dto.uscc, dto.account.login)));
      if (signer.fingerprint !== certificate.fingerprint) refuse(R.certificateUnbound({ login: dto.account.login }, '/proof'));
      assertName(certificate, dto.name);
      const organisation = await this.addOrganisation(tx, dto);
      const account = await this.addAccount(tx, organisation, { ...dto.account, certificate, roles: ['bidder-officer', 'bidder-signatory', 'organisation-head'], reason: '自行注册', at: '/account' });
      return { organisationId: organisation.id, accountId: account.id };
    });
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

  /** Ends every right and every open socket of the account within the second. */
  suspend(caller: Caller, accountId: string): Promise<{ suspendedAt: string }> {
    return this.db.run(caller, async (tx) => {
      const account = await tx.lock(Account, { id: accountId }, 'account');
      account.suspendedAt = tx.now;
      await tx.save(account);
      await tx.record({ type: 'identity.account-suspended', objectType: 'account', objectId: accountId });
      tx.afterCommit(() => {
        this.actors.forget();
        this.realtime.drop(`account:${accountId}`);
      });
      return { suspendedAt: tx.now.toISOString() };
    });
  }

  /** Separation of duties looks at the person, not at the account (roles.md 2). One grant at a time for one person. */
  async assertApart(tx: Tx, { personHash: person }: Account, roles: readonly RoleCode[]): Promise<void> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [person]);
    const held = await tx.query<{ role: string }>(
      `select g.role from role_grant g join account a on a.id = g.account_id where a.person_hash = $1 and (g.ends_at is null or g.ends_at > $2) and g.project_id is null`,
      [person, tx.now],
    );
    for (const [i, role] of roles.entries()) {
      const clash = apartRule([...held.map((row) => row.role), ...roles.slice(0, i)], role);
      if (clash) throw new BusinessError([{ ...R.apart({ held: ROLES[clash.with as RoleCode].zh, wanted: ROLES[role].zh }), article: clash.rule.article }]);
    }
  }

  /** For what stands behind it already: a registration, an import, a request that two persons agreed on. */
  async addRole(tx: Tx, account: Account, { role, reason, endsAt = null }: { role: RoleCode; reason: string; endsAt?: Date | null }): Promise<RoleGrant> {
    await this.assertApart(tx, account, [role]);
    return tx.insert(RoleGrant, { id: uuidv7(), version: 1, accountId: account.id, role, projectId: null, grantedBy: tx.actor.accountId, reason, startsAt: tx.now, endsAt });
  }

  /** Binds a certificate whose path, use, validity and organisation are right. */
  async bind(tx: Tx, account: Account, organisation: Belongs, certificate: Certificate, { usage = 'signing', at = '' }: { usage?: 'signing' | 'encipherment'; at?: string } = {}): Promise<void> {
    this.rights.assertInForce(tx, certificate, usage);
    const found = certificate.subject.serialNumber ?? '—';
    if (found !== organisation.uscc) refuse(R.certificateForeign({ found, expected: organisation.uscc }, `${at}/certificate`));
    const { fingerprint, pem, algorithm, notBefore, notAfter } = certificate;
    await named(
      tx.insert(BoundCertificate, { id: uuidv7(), version: 1, accountId: account.id, fingerprint, pem, algorithm, notBefore, notAfter, boundAt: tx.now, usage, endedAt: null }),
      fingerprint,
      at,
    );
  }
}
