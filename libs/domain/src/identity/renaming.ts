import { Body, Controller, Get, HttpCode, Injectable, Post } from '@nestjs/common';
import { z } from 'zod';
import { refuse } from '@kernel';
import { type Content, readCertificate } from '@envelope';
import { Allow, By } from '@platform/auth';
import { type Caller, Db, notFound, type Tx } from '@platform/db';
import { knownAs } from '@platform/http';
import { assertMadeOutTo, assertName } from './accounts.service';
import { name, pem } from './identity.dto';
import { Organisation } from './identity.entity';
import { R } from './identity.refusals';
import type { Asked } from './proposal-rules';
import { ProposalsService } from './proposals.service';
import { SigningRights } from './signing-rights';

const Rename = z.strictObject({ name: knownAs(name, 'newName'), certificate: knownAs(pem, 'certificateOfNewName') });
type Rename = z.infer<typeof Rename>;

export interface EarlierName {
  name: string;
  /** Until when it was the organisation's. */
  until: Date;
}

const KEEP = 'insert into organisation_name (organisation_id, until_at, name, certificate) values ($1, $2, $3, $4)';

/**
 * An organisation that was renamed keeps its code (GB 32100) and its history: its head shows a certificate that a recognised authority made out to the same
 * code and the new name, a security administrator confirms. Documents, records and signatures keep the name that they were made under.
 */
@Injectable()
export class Renaming {
  constructor(
    private readonly rights: SigningRights,
    private readonly proposals: ProposalsService,
  ) {
    proposals.define<Rename>({
      act: 'organisation.rename',
      mayAsk: async (tx, id) => (tx.actor.organisationId === id ? null : notFound('organisation')),
      confirmer: 'security-admin',
      signed: false, // administrators hold no certificates
      certificates: ({ certificate }) => [certificate],
      check: async (tx, id, wanted) => void (await this.#renamed(tx, id, wanted)),
      content: (tx, id, wanted) => contentOf(tx, id, wanted),
      carryOut: async (tx, id, wanted) => {
        const organisation = await this.#renamed(tx, id, wanted);
        await tx.query(KEEP, [id, tx.now, organisation.name, wanted.certificate]);
        const was = organisation.name;
        await tx.save(Object.assign(organisation, { name: wanted.name }));
        await tx.record({ type: 'identity.organisation-renamed', objectType: 'organisation', objectId: id, payload: { uscc: organisation.uscc, was, name: wanted.name } });
        return { name: wanted.name };
      },
    });
  }

  ask(caller: Caller, wanted: Rename): Promise<Asked> {
    return this.proposals.ask(caller, 'organisation.rename', caller.actor.organisationId ?? notFound('organisation'), wanted);
  }

  /** The organisation, when the certificate proves the name. Throws `envelope.*`, `identity.*`. */
  async #renamed(tx: Tx, id: string, wanted: Rename): Promise<Organisation> {
    const organisation = await tx.lock(Organisation, { id }, 'organisation');
    if (organisation.name === wanted.name) refuse(R.nameSame({ name: wanted.name }, '/name'));
    const certificate = readCertificate(wanted.certificate);
    this.rights.assertInForce(tx, certificate, 'signing');
    assertMadeOutTo(certificate, organisation.uscc, '/certificate');
    assertName(certificate, wanted.name);
    return organisation;
  }
}

async function contentOf(tx: Tx, id: string, wanted: Rename): Promise<Content> {
  const { name: was, uscc } = await tx.lock(Organisation, { id }, 'organisation', 'share');
  const { fingerprint, subject } = readCertificate(wanted.certificate);
  return { organisation: { name: was, uscc }, newName: wanted.name, holder: subject.organisation ?? subject.commonName ?? null, fingerprint };
}

@Controller('api/me/organisation')
export class RenamingController {
  constructor(
    private readonly renaming: Renaming,
    private readonly db: Db,
  ) {}

  @Post('name')
  @HttpCode(202)
  @Allow('organisation.rename')
  rename(@By() caller: Caller, @Body({ schema: Rename }) dto: Rename): Promise<Asked> {
    return this.renaming.ask(caller, dto);
  }

  /** The names that the caller's organisation had before. */
  @Get('names')
  @Allow('session.read')
  async names(@By() { actor }: Caller): Promise<{ items: EarlierName[] }> {
    return { items: await this.db.read<EarlierName>('select name, until_at as until from organisation_name where organisation_id = $1 order by until_at desc limit 100', [actor.organisationId]) };
  }
}
