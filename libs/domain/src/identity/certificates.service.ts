import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { bindingText, keyChallenge, refuse, uuidv7 } from '@kernel';
import { type Certificate, readCertificate, sealFor } from '@envelope';
import { type Caller, Db, inOrder, type Tx } from '@platform/db';
import { takeStanding } from './about-account';
import { AccountsService } from './accounts.service';
import { Account, BoundCertificate, Organisation } from './identity.entity';
import { R } from './identity.refusals';
import { SessionsService } from './sessions.service';
import { SigningRights } from './signing-rights';

export interface OwnCertificate {
  id: string;
  fingerprint: string;
  subject: string;
  issuer: string;
  algorithm: string;
  usage: 'signing' | 'encipherment';
  notBefore: Date;
  notAfter: Date;
  boundAt: Date;
  /** Replaced or given up. */
  endedAt: Date | null;
}

export interface CertificateChallenge {
  challengeId: string;
  /** A number enclosed to the certificate's key (CMS, base64); whoever holds the key answers with the opened bytes, hex. */
  envelope: string;
}

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A person's own certificates: renewed, replaced, given up. Only a key that its holder proves to hold is bound (O20 40). */
@Injectable()
export class CertificatesService {
  constructor(
    private readonly db: Db,
    private readonly rights: SigningRights,
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
  ) {}

  async own({ actor }: Caller): Promise<OwnCertificate[]> {
    const rows = await this.db.read<Omit<OwnCertificate, 'subject' | 'issuer'> & { pem: string }>(
      `select id, fingerprint, pem, algorithm, usage, not_before as "notBefore", not_after as "notAfter", bound_at as "boundAt", ended_at as "endedAt" from certificate where account_id = $1 order by bound_at desc limit 100`,
      [actor.accountId],
    );
    return rows.map(({ pem, ...row }) => {
      const { subject, issuer } = readCertificate(pem);
      return { ...row, subject: subject.commonName ?? row.fingerprint, issuer };
    });
  }

  /** An encryption certificate cannot sign: its holder shows that he opens what is enclosed to it. */
  async challenge(caller: Caller, pem: string): Promise<CertificateChallenge> {
    const certificate = readCertificate(pem);
    await this.rights.consult(certificate);
    const answer = randomBytes(32);
    const envelope = await sealFor(certificate.pem, Buffer.from(keyChallenge(certificate.fingerprint, answer.toString('hex'))));
    return this.db.run(caller, async (tx) => {
      this.rights.assertInForce(tx, certificate, 'encipherment');
      const id = uuidv7();
      await tx.query(`delete from certificate_challenge where ${inOrder('certificate_challenge', 'id', 'account_id = $1')}`, [tx.actor.accountId]); // the last one asked for counts
      await tx.query('insert into certificate_challenge (id, account_id, fingerprint, answer_hash) values ($1, $2, $3, $4)', [id, tx.actor.accountId, certificate.fingerprint, digest(answer)]);
      return { challengeId: id, envelope: Buffer.from(envelope).toString('base64') };
    });
  }

  /** With `replaces`, the older one of the same use ends in the same moment. */
  async bind(caller: Caller, { certificate: pem, proof, challengeId, answer, replaces }: NewCertificate): Promise<{ fingerprint: string }> {
    const certificate = readCertificate(pem);
    await this.rights.consult(proof ? Buffer.from(proof, 'base64') : certificate);
    return this.db.run(caller, async (tx) => {
      if (replaces) await takeStanding(tx, tx.actor.accountId!);
      const account = await tx.lock(Account, { id: tx.actor.accountId! }, 'account');
      const organisation = await tx.lock(Organisation, { id: account.organisationId }, 'organisation', 'share');
      const usage = challengeId ? 'encipherment' : 'signing';
      if (challengeId) await this.#assertAnswer(tx, certificate, challengeId, answer ?? '');
      else this.#assertProof(tx, certificate, account.login, proof ?? '');
      await this.accounts.bind(tx, account, organisation, certificate, { usage });
      if (replaces) await this.#end(tx, replaces, certificate.fingerprint);
      await tx.record({ type: 'identity.certificate-bound', objectType: 'account', objectId: account.id, payload: { fingerprint: certificate.fingerprint, usage, replaces: replaces ?? null } });
      return { fingerprint: certificate.fingerprint };
    });
  }

  /** Good for nothing from now on; what it signed before stays signed. */
  end(caller: Caller, id: string): Promise<{ endedAt: string }> {
    return this.db.run(caller, async (tx) => {
      await takeStanding(tx, tx.actor.accountId!);
      const endedAt = await this.#end(tx, id);
      await tx.record({ type: 'identity.certificate-ended', objectType: 'account', objectId: tx.actor.accountId!, payload: { certificate: id } });
      return { endedAt: endedAt.toISOString() };
    });
  }

  #assertProof(tx: Tx, { fingerprint }: Certificate, login: string, proof: string): void {
    const signer = this.rights.holder(tx, Buffer.from(proof, 'base64'), Buffer.from(bindingText(login, fingerprint)));
    if (signer.fingerprint !== fingerprint) refuse(R.certificateUnbound({ login }, '/proof'));
  }

  async #assertAnswer(tx: Tx, { fingerprint }: Certificate, challengeId: string, answer: string): Promise<void> {
    const [asked] = await tx.query<{ hash: string }>(
      `delete from certificate_challenge where id = $1 and account_id = $2 and fingerprint = $3 and created_at > (select clock_timestamp()) - interval '10 minutes' returning answer_hash as hash`,
      [challengeId, tx.actor.accountId, fingerprint],
    );
    if (!asked) refuse(R.challengeGone());
    if (digest(Buffer.from(answer, 'hex')) !== asked!.hash) refuse(R.keyNotShown({}, '/answer'));
  }

  /** With his standing taken: what was signed with it under way was waited for, and lies before its end. Sessions that were opened with it end with it, wherever they are; this one, which has just shown its factors, goes on under `next`. */
  async #end(tx: Tx, id: string, next: string | null = null): Promise<Date> {
    const own = await tx.lock(BoundCertificate, { id, accountId: tx.actor.accountId! }, 'certificate');
    if (own.endedAt) refuse(R.certificateEnded());
    const endedAt = await tx.time();
    own.endedAt = endedAt;
    await tx.save(own);
    await this.sessions.endOpenedBy(tx, [own.fingerprint], { id: tx.actor.sessionId, next });
    return endedAt;
  }
}

export interface NewCertificate {
  certificate: string;
  /** For a signing certificate: CMS by its own key over `bindingText`, base64. */
  proof?: string | undefined;
  /** For an encryption certificate: the challenge, and the bytes that its envelope held, hex. */
  challengeId?: string | undefined;
  answer?: string | undefined;
  /** Id of the certificate that this one replaces. */
  replaces?: string | undefined;
}
