import { Body, Controller, HttpCode, Injectable, Post } from '@nestjs/common';
import { z } from 'zod';
import { type AccountId, refuse, replacementText } from '@kernel';
import { type Certificate, type Content, readCertificate } from '@envelope';
import { Allow, By, Public } from '@platform/auth';
import { type Caller, Db, inOrder, notFound, type Tx } from '@platform/db';
import { knownAs, paragraph } from '@platform/http';
import { type AboutAccount, hasOtherHead, personContent, takeStanding, unchanged } from './about-account';
import { AccountsService } from './accounts.service';
import { Attempts, replacementMeter } from './attempts';
import { base64, login, pem } from './identity.dto';
import { Organisation } from './identity.entity';
import { R } from './identity.refusals';
import { ProposalsService } from './proposals.service';
import { rolesWith } from './roles';
import { SessionsService } from './sessions.service';
import { SigningRights } from './signing-rights';

const Replace = z.strictObject({
  login: knownAs(login, 'login'),
  certificate: pem,
  /** CMS by the new certificate’s own key over `replacementText`. */
  proof: base64(100_000),
  confirmer: knownAs(z.enum(['organisation-head', 'security-admin']), 'replacementConfirmer'),
});
type Replace = z.infer<typeof Replace>;
type Wanted = Replace & AboutAccount;

export interface Replacement {
  proposalId: string;
  /** What the second person sees as well: told to him, he finds the request by it. */
  contentSha256: string;
  expiresAt: Date | string;
  confirmer: string;
  /** What was decided last about this very certificate, where it was not confirmed. */
  before: { status: string; reason: string | null; at: Date } | null;
}

/** Of the firm that the certificate is made out to, and of nobody else: a stranger is told the same of a login that nobody has. */
const WHOSE = `select a.id as "accountId", a.login, a.name, o.id as "organisationId", o.name as organisation, may_sign(a.id, $3) as bound from account a join organisation o on o.id = a.organisation_id
where a.login = $1 and o.uscc = $2 and a.suspended_at is null
  and exists (select 1 from role_grant g where g.account_id = a.id and g.role = any($4) and g.starts_at <= (select tianping_now()) and (g.ends_at is null or g.ends_at > (select tianping_now())))`;

const ASKED = `select id as "proposalId", status, content_sha256 as "contentSha256", expires_at as "expiresAt", confirmer, reason, decided_at as at
from proposal where act = 'certificate.replace' and object_id = $1 and asked_by = $1 and statement::jsonb #>> '{content,fingerprint}' = $2 order by asked_at desc, id desc limit 1`;

/** Those that can still be signed with, whichever of them was lost. */
const LIVE = `select fingerprint from certificate where account_id = $1 and usage = 'signing' and ended_at is null order by id`;

const END = `update certificate set ended_at = $2, version = version + 1 where ${inOrder('certificate', 'id', 'fingerprint = any($1)')}`;

/**
 * A certificate that ended or was lost is replaced by its holder, who can no longer sign in with it: his new one is made out to the same code by a recognised
 * authority and its key is in his hands; the head of his firm, or a security administrator, confirms that it is he (docs/decisions/0029).
 */
@Injectable()
export class Replacing {
  constructor(
    private readonly db: Db,
    private readonly rights: SigningRights,
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
    private readonly attempts: Attempts,
    private readonly proposals: ProposalsService,
  ) {
    proposals.define<Wanted>({
      act: 'certificate.replace',
      askedWith: 'certificate.bind',
      mayAsk: async (tx, id) => (tx.actor.accountId === id ? null : notFound('account')),
      confirmer: ({ confirmer }) => confirmer,
      organisationOf: async (_tx, _id, { confirmer, organisationId }) => (confirmer === 'organisation-head' ? organisationId : null),
      concerns: (id) => id,
      signed: false, // who asks holds none that counts, administrators hold none at all
      certificates: ({ certificate }) => [certificate],
      first: takeStanding,
      check: async (tx, _id, wanted) => {
        const account = await unchanged(tx, wanted);
        if (wanted.confirmer === 'organisation-head' && !(await hasOtherHead(tx, account))) refuse(R.headAbsent({}, '/confirmer'));
        await tx.dry((dry) => this.#bind(dry, wanted));
      },
      content: contentOf,
      carryOut: (tx, _id, wanted) => this.#replace(tx, wanted),
    });
  }

  /** Asked again with the same certificate while it waits, it is the same request. */
  async ask(caller: Caller, dto: Replace): Promise<Replacement> {
    const proof = Buffer.from(dto.proof, 'base64');
    await this.rights.consult(proof);
    const { fingerprint, subject } = await this.#proven(dto, proof);
    await this.attempts.take([replacementMeter(subject.serialNumber ?? '', dto.login)], R.replaceLater);
    const [whose] = await this.db.read<AboutAccount & { bound: boolean }>(WHOSE, [dto.login, subject.serialNumber ?? '', fingerprint, rolesWith('certificate.bind')]);
    const { bound, ...about } = whose ?? refuse(R.notReplaced({ login: dto.login, uscc: subject.serialNumber ?? '—' }, '/login'));
    if (bound) refuse(R.replacedAlready({ login: dto.login }));
    const [last] = await this.db.read<Replacement & { status: string; reason: string | null; at: Date }>(ASKED, [about.accountId, fingerprint]);
    const isSame = ({ certificate, confirmer }: Wanted) => certificate === dto.certificate && confirmer === dto.confirmer;
    const asked = await this.proposals.askFor<Wanted>(caller, about.accountId as AccountId, 'certificate.replace', { ...dto, ...about }, isSame);
    return told(asked, last && last.status !== 'open' ? { status: last.status, reason: last.reason, at: last.at } : null);
  }

  /** By its holder, who is signed in after all. */
  refuse(caller: Caller, reason: string): Promise<{ ended: number }> {
    return this.proposals.disown(caller, 'certificate.replace', reason);
  }

  /** In force, and its key is in the hands of who asks. */
  async #proven({ login, certificate: pem }: Replace, proof: Buffer): Promise<Certificate> {
    const [clock] = await this.db.read<{ now: Date }>('select tianping_now() as now');
    const certificate = readCertificate(pem);
    const signer = this.rights.holder(clock!, proof, Buffer.from(replacementText(login, certificate.fingerprint)));
    if (signer.fingerprint !== certificate.fingerprint) refuse(R.certificateUnbound({ login }, '/proof'));
    return certificate;
  }

  async #bind(tx: Tx, wanted: Wanted): Promise<Certificate> {
    const account = await unchanged(tx, wanted);
    const organisation = await tx.lock(Organisation, { id: account.organisationId }, 'organisation', 'share');
    const certificate = readCertificate(wanted.certificate);
    await this.accounts.bind(tx, account, organisation, certificate);
    return certificate;
  }

  /** The others end with what they opened: which of them was lost, and to whom, nobody knows. */
  async #replace(tx: Tx, wanted: Wanted): Promise<{ fingerprint: string }> {
    const before = (await tx.query<{ fingerprint: string }>(`${LIVE} for update`, [wanted.accountId])).map(({ fingerprint }) => fingerprint);
    const { fingerprint } = await this.#bind(tx, wanted);
    await tx.query(END, [before, await tx.time()]); // what was signed with them under way was waited for, and lay before it
    await tx.record({ type: 'identity.certificate-replaced', objectType: 'account', objectId: wanted.accountId, payload: { fingerprint, ended: before } });
    await this.sessions.endOpenedBy(tx, before);
    return { fingerprint };
  }
}

const told = ({ proposalId, contentSha256, expiresAt, confirmer }: Omit<Replacement, 'before'>, before: Replacement['before']): Replacement => ({
  ...{ proposalId, contentSha256, expiresAt, confirmer, before },
});

async function contentOf(tx: Tx, id: string, { certificate: pem }: Wanted): Promise<Content> {
  const { fingerprint, subject, issuer, notAfter } = readCertificate(pem);
  const ends = (await tx.query<{ fingerprint: string }>(LIVE, [id])).map((one) => one.fingerprint);
  return {
    person: await personContent(tx, id),
    unknownAsker: true,
    holder: subject.commonName ?? subject.organisation ?? null,
    issuer,
    fingerprint,
    validUntil: notAfter.toISOString(),
    certificatesThatEnd: ends,
  };
}

const Refuse = z.strictObject({ reason: knownAs(paragraph(1000), 'refusalReason') });

@Controller('api')
export class ReplacingController {
  constructor(private readonly replacing: Replacing) {}

  @Post('certificates/replacements')
  @HttpCode(202)
  @Public('certificate.replace', { door: 'registration' })
  ask(@By() caller: Caller, @Body({ schema: Replace }) dto: Replace): Promise<Replacement> {
    return this.replacing.ask(caller, dto);
  }

  @Post('me/certificates/replacement/refuse')
  @HttpCode(200)
  @Allow('certificate.bind', { fresh: true })
  refuse(@By() caller: Caller, @Body({ schema: Refuse }) { reason }: z.infer<typeof Refuse>): Promise<{ ended: number }> {
    return this.replacing.refuse(caller, reason);
  }
}
