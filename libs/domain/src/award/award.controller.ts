import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { Allow, By, Public } from '@platform/auth';
import { type Caller, Db } from '@platform/db';
import { uuid } from '@platform/http';
import { AnswerObjection, ExcludeCandidate, FixWinner, GiveUp, RaiseObjection, Retender, SignContract } from './award.dto';
import { readAward } from './award.queries';
import { AwardService } from './award.service';
import { FallenService } from './fallen.service';
import { ObjectionService } from './objection.service';

@Controller('api')
export class AwardController {
  constructor(
    private readonly db: Db,
    private readonly awards: AwardService,
    private readonly fallen: FallenService,
    private readonly objections: ObjectionService,
  ) {}

  @Get('tenders/:id/award')
  @Public('award.read')
  read(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return readAward(this.db, caller, id);
  }

  @Post('tenders/:id/candidates')
  @HttpCode(202)
  @Allow('candidates.publish')
  candidates(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return this.awards.publishCandidates(caller, id);
  }

  @Post('tenders/:id/winner')
  @HttpCode(202)
  @Allow('award.fix-winner')
  winner(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: FixWinner }) dto: FixWinner) {
    return this.awards.fixWinner(caller, id, dto);
  }

  @Post('tenders/:id/award-notice')
  @HttpCode(202)
  @Allow('award.issue-notice')
  notice(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return this.awards.issueNotice(caller, id);
  }

  @Post('tenders/:id/contract')
  @HttpCode(202)
  @Allow('contract.sign')
  contract(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: SignContract }) dto: SignContract) {
    return this.awards.signContract(caller, id, dto);
  }

  @Post('tenders/:id/give-up')
  @HttpCode(200)
  @Allow('candidate.give-up')
  giveUp(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: GiveUp }) dto: z.infer<typeof GiveUp>) {
    return this.fallen.giveUp(caller, id, dto.reason);
  }

  @Post('tenders/:id/exclusions')
  @HttpCode(202)
  @Allow('candidate.exclude')
  exclude(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: ExcludeCandidate }) dto: ExcludeCandidate) {
    return this.fallen.exclude(caller, id, dto);
  }

  @Post('tenders/:id/retender')
  @HttpCode(202)
  @Allow('award.retender')
  retender(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: Retender }) dto: Retender) {
    return this.fallen.retender(caller, id, dto);
  }

  @Post('tenders/:id/objections')
  @Allow('objection.raise', { lane: 'reserved' })
  raise(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: RaiseObjection }) dto: z.infer<typeof RaiseObjection>) {
    return this.objections.raise(caller, id, dto.text);
  }

  @Post('objections/:id/answer')
  @HttpCode(202)
  @Allow('objection.answer')
  answer(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: AnswerObjection }) dto: z.infer<typeof AnswerObjection>) {
    return this.objections.answer(caller, id, dto.answer);
  }
}
