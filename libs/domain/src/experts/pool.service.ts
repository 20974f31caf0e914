import { Injectable } from '@nestjs/common';
import { refuse, uuidv7 } from '@kernel';
import { type Certificate, readCertificate } from '@envelope';
import { atMost, type Caller, Db, notFound, type Tx } from '@platform/db';
import { AccountsService, type Asked, assertUscc, ProposalsService } from '../identity';
import type { DeclareInterest, ImportExperts } from './experts.dto';
import { Expert, Interest } from './expert.entity';
import { R } from './experts.refusals';
import { type Appointment, appointmentOf, importContent, libraryOf } from './pool.content';

/** Of one expert. */
const MOST_INTERESTS = 500;

interface Import {
  experts: Appointment[];
}

/** The expert library: people, their specialties, their ties. */
@Injectable()
export class PoolService {
  constructor(
    private readonly db: Db,
    private readonly accounts: AccountsService,
    private readonly proposals: ProposalsService,
  ) {
    proposals.define<Import>({
      act: 'pool.import',
      mayAsk: async (tx, libraryId) => (tx.actor.organisationId === libraryId ? null : notFound('organisation')),
      confirmer: 'library-admin',
      repeated: true,
      organisationOf: async (_tx, libraryId) => libraryId,
      signed: false, // library administrators hold no certificates
      check: (tx, libraryId, wanted) => tx.dry((dry) => this.#add(dry, libraryId, wanted)),
      content: (tx, libraryId, { experts }) => importContent(tx, libraryId, experts),
      carryOut: (tx, libraryId, wanted) => this.#add(tx, libraryId, wanted),
    });
  }

  /** Asks for experts of the library together with their accounts, all or none; another administrator of the library confirms. A dry run refuses now what can be refused. */
  import(caller: Caller, { experts }: ImportExperts): Promise<Asked> {
    const wanted = async (tx: Tx): Promise<Import> => {
      const appointments: Appointment[] = [];
      for (const [i, row] of experts.entries()) appointments.push(await appointmentOf(tx, row, `/experts/${i}`));
      return { experts: appointments };
    };
    return this.proposals.ask(caller, 'pool.import', caller.actor.organisationId ?? notFound('organisation'), wanted);
  }

  /** The library's own organisation holds the accounts. */
  async #add(tx: Tx, libraryId: string, { experts }: Import): Promise<{ added: number }> {
    const organisation = await libraryOf(tx, libraryId);
    for (const [i, { login, name, person, certificate: pem, ...fields }] of experts.entries()) {
      const certificate = readCertificate(pem);
      assertHolder(certificate, name, i);
      const account = await this.accounts.addAccount(tx, organisation, { login, name, person, certificate, roles: ['expert'], reason: '专家库聘任', at: `/experts/${i}` });
      await assertOnce(tx, account.id, name, i);
      await tx.insert(Expert, { ...fields, id: uuidv7<'expert'>(), version: 1, accountId: account.id });
    }
    await tx.record({ type: 'experts.imported', objectType: 'library', objectId: libraryId, payload: { added: experts.length } });
    return { added: experts.length };
  }

  declareInterest(caller: Caller, dto: DeclareInterest): Promise<{ interestId: string }> {
    return this.db.run(caller, async (tx) => {
      const expert = await tx.findOne(Expert, { accountId: tx.actor.accountId! });
      if (!expert) return notFound('expert');
      assertUscc(dto.uscc, '/uscc');
      await atMost(tx, MOST_INTERESTS, 'interest', 'expert_interest where expert_id = $1', [expert.id]);
      const interest = await tx.insert(Interest, { ...dto, id: uuidv7(), version: 1, expertId: expert.id, declaredAt: tx.now });
      await tx.record({ type: 'experts.interest-declared', objectType: 'expert', objectId: expert.id, payload: { kind: dto.kind } });
      return { interestId: interest.id };
    });
  }
}

const plainName = (name: string): string => name.normalize('NFC').trim();

const TWICE = `select o.name as library from account me join account other on other.person_hash = me.person_hash and other.id <> me.id
  join expert e on e.account_id = other.id join organisation o on o.id = other.organisation_id where me.id = $1 limit 1`;

/** Somebody who is in the library twice is drawn twice as often as others (TBR 46). */
async function assertOnce(tx: Tx, accountId: string, name: string, i: number): Promise<void> {
  const [twice] = await tx.query<{ library: string }>(TWICE, [accountId]);
  if (twice) refuse(R.personTwice({ row: i + 1, name, library: twice.library }, `/experts/${i}/identityNumber`));
}

/** A certificate that names somebody else would let its holder speak for the expert. */
function assertHolder({ subject }: Certificate, name: string, i: number): void {
  const holder = subject.commonName ?? '—';
  if (plainName(holder) !== plainName(name)) refuse(R.certificateOther({ row: i + 1, holder, name }, `/experts/${i}/certificate`));
}
