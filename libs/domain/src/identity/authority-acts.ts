import { Body, Controller, HttpCode, Injectable, Param, Post } from '@nestjs/common';
import { hex32, knownAs, paragraph } from '@platform/http';
import { z } from 'zod';
import { Allow, By } from '@platform/auth';
import type { Caller } from '@platform/db';
import { AuthoritiesService, type Recognition } from '../trust';
import { pem } from './identity.dto';
import type { Asked } from './proposal-rules';
import { ProposalsService } from './proposals.service';

const address = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .nullable()
  .default(null);
const AddAuthority = z.strictObject({ pem: knownAs(pem, 'authorityPem'), crlUrl: address, ocspUrl: knownAs(address, 'authorityOcsp'), note: paragraph(500, 0).default('') });
const EndAuthority = z.strictObject({ reason: knownAs(paragraph(500), 'endReasonOfAuthority') });

/** The first half of the fingerprint in the form of an id: one open request for one authority. */
const objectOf = (of: string): string => of.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

interface Ending {
  fingerprint: string;
  name: string;
  reason: string;
}

/** Whose certificates count is changed by two offices: the system administrator asks, a security administrator confirms (roles.md 2, `ca.trust`). */
@Injectable()
export class AuthorityActs {
  constructor(
    private readonly authorities: AuthoritiesService,
    private readonly proposals: ProposalsService,
  ) {
    const asked = { askedWith: 'authority.ask', mayAsk: async () => null };
    proposals.define<Recognition>({
      act: 'authority.recognise',
      ...asked,
      confirmer: 'security-admin',
      signed: false, // administrators hold no certificates
      check: async (_tx, _id, wanted) => void authorities.authorityOf(wanted.pem),
      content: async (_tx, _id, { name, fingerprint, ...where }) => ({ authority: { name, fingerprint }, ...where }),
      carryOut: (tx, _id, wanted) => authorities.recognise(tx, wanted),
    });
    proposals.define<Ending>({
      act: 'authority.end',
      ...asked,
      confirmer: 'security-admin',
      signed: false,
      check: (tx, _id, wanted) => authorities.assertMayEnd(tx, wanted.fingerprint),
      content: async (tx, _id, { fingerprint, reason }) => ({ authority: { name: await authorities.nameIn(tx, fingerprint), fingerprint }, reason }),
      carryOut: (tx, _id, wanted) => authorities.end(tx, wanted.fingerprint, wanted.reason),
    });
  }

  add(caller: Caller, dto: z.infer<typeof AddAuthority>): Promise<Asked> {
    const { fingerprint: of, name } = this.authorities.authorityOf(dto.pem);
    const wanted: Recognition = { name, fingerprint: of, crlUrl: dto.crlUrl, ocspUrl: dto.ocspUrl, note: dto.note, pem: dto.pem };
    return this.proposals.ask(caller, 'authority.recognise', objectOf(of), wanted);
  }

  async end(caller: Caller, of: string, reason: string): Promise<Asked> {
    const name = await this.authorities.nameOf(of);
    return this.proposals.ask(caller, 'authority.end', objectOf(of), { fingerprint: of, name, reason });
  }
}

@Controller('api/authorities')
export class AuthorityActsController {
  constructor(private readonly acts: AuthorityActs) {}

  @Post()
  @Allow('authority.ask')
  add(@By() caller: Caller, @Body({ schema: AddAuthority }) dto: z.infer<typeof AddAuthority>) {
    return this.acts.add(caller, dto);
  }

  @Post(':fingerprint/end')
  @HttpCode(200)
  @Allow('authority.ask')
  end(@By() caller: Caller, @Param('fingerprint', { schema: hex32 }) of: string, @Body({ schema: EndAuthority }) dto: z.infer<typeof EndAuthority>) {
    return this.acts.end(caller, of, dto.reason);
  }
}
