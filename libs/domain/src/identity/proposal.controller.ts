import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { Allow, By } from '@platform/auth';
import { type Caller, Db } from '@platform/db';
import { hex32, knownAs, paragraph, uuid } from '@platform/http';
import * as dto from './identity.dto';
import { openProposals, ownProposals, projectProposals, proposalEvidence } from './proposal.queries';
import { ProposalsService } from './proposals.service';

/** CMS over the statement, detached, DER in base64. */
const signature = dto.base64(100_000);
const Sign = z.strictObject({ signature });
const Confirm = z.strictObject({ contentSha256: hex32, signature: signature.optional() });
const Refuse = z.strictObject({ reason: knownAs(paragraph(1000), 'refusalReason') });

@Controller('api/proposals')
export class ProposalController {
  constructor(
    private readonly db: Db,
    private readonly proposals: ProposalsService,
  ) {}

  @Get()
  @Allow('proposal.read')
  open(@By() caller: Caller) {
    return openProposals(this.db, caller);
  }

  @Get('own')
  @Allow('proposal.read')
  own(@By() caller: Caller) {
    return ownProposals(this.db, caller);
  }

  /** Every request about a project that this person may read, the newest first. */
  @Get('of/:projectId')
  @Allow('proposal.read')
  ofProject(@By() caller: Caller, @Param('projectId', { schema: uuid }) projectId: string) {
    return projectProposals(this.db, caller, projectId);
  }

  @Get(':id')
  @Allow('proposal.read')
  read(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return this.proposals.read(caller, id);
  }

  @Get(':id/evidence')
  @Allow('proposal.read')
  evidence(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return proposalEvidence(this.db, caller, id);
  }

  @Post(':id/sign')
  @HttpCode(200)
  @Allow('proposal.sign')
  sign(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: Sign }) body: z.infer<typeof Sign>) {
    return this.proposals.sign(caller, id, body.signature);
  }

  @Post(':id/confirm')
  @HttpCode(200)
  @Allow('proposal.confirm')
  confirm(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: Confirm }) body: z.infer<typeof Confirm>) {
    return this.proposals.confirm(caller, id, body);
  }

  @Post(':id/refuse')
  @HttpCode(200)
  @Allow('proposal.confirm')
  refuse(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: Refuse }) { reason }: z.infer<typeof Refuse>) {
    return this.proposals.refuse(caller, id, reason);
  }
}
