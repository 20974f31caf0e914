import { Injectable } from '@nestjs/common';
import { refuse, uuidv7 } from '@kernel';
import { readCertificate } from '@envelope';
import { atMost, type Caller, Db, notFound } from '@platform/db';
import { AccountsService } from '../identity';
import type { DeclareInterest, ImportExperts } from './experts.dto';
import { Expert, Interest } from './expert.entity';
import { R } from './experts.refusals';
import { isSpecialty } from './specialties';

/** Of one expert. */
const MOST_INTERESTS = 500;

/** The expert library: people, their specialties, their ties. */
@Injectable()
export class PoolService {
  constructor(
    private readonly db: Db,
    private readonly accounts: AccountsService,
  ) {}

  /** Adds experts of a library together with their accounts; all or none. The library's own organisation holds the accounts. */
  import(caller: Caller, { experts }: ImportExperts): Promise<{ added: number }> {
    return this.db.run(caller, async (tx) => {
      const [organisation] = await tx.query<{ id: string; uscc: string }>('select id, uscc from organisation where id = $1', [tx.actor.organisationId]);
      for (const [i, { login, name, identityNumber, certificate, ...fields }] of experts.entries()) {
        const wrong = fields.specialties.find((code) => !isSpecialty(code));
        if (wrong) refuse(R.specialtyUnknown({ code: wrong }, `/experts/${i}/specialties`));
        const account = await this.accounts.addAccount(tx, organisation as never, { login, name, identityNumber, certificate: readCertificate(certificate), roles: ['expert'], reason: '专家库聘任' });
        await tx.insert(Expert, { ...fields, id: uuidv7<'expert'>(), version: 1, accountId: account.id });
      }
      await tx.record({ type: 'experts.imported', objectType: 'library', objectId: organisation!.id, payload: { added: experts.length } });
      return { added: experts.length };
    });
  }

  declareInterest(caller: Caller, dto: DeclareInterest): Promise<{ interestId: string }> {
    return this.db.run(caller, async (tx) => {
      const expert = await tx.findOne(Expert, { accountId: tx.actor.accountId! });
      if (!expert) return notFound('expert');
      await atMost(tx, MOST_INTERESTS, 'interest', 'expert_interest where expert_id = $1', [expert.id]);
      const interest = await tx.insert(Interest, { ...dto, id: uuidv7(), version: 1, expertId: expert.id, declaredAt: tx.now });
      await tx.record({ type: 'experts.interest-declared', objectType: 'expert', objectId: expert.id, payload: { kind: dto.kind } });
      return { interestId: interest.id };
    });
  }
}
