import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { Allow, By, Public } from '@platform/auth';
import { type Caller, Db } from '@platform/db';
import { uuid } from '@platform/http';
import { CallsService } from './calls.service';
import { readDraws } from './draw.queries';
import { DrawService } from './draw.service';
import { Abandon, AnswerCall, Commit, DeclareInterest, ImportExperts, RequestDraw, Reveal, StepAside } from './experts.dto';
import { PoolService } from './pool.service';

@Controller('api')
export class ExpertsController {
  constructor(
    private readonly db: Db,
    private readonly pool: PoolService,
    private readonly draws: DrawService,
    private readonly calls: CallsService,
  ) {}

  @Post('experts/import')
  @Allow('pool.import', { secret: true })
  import(@By() caller: Caller, @Body({ schema: ImportExperts }) dto: ImportExperts) {
    return this.pool.import(caller, dto);
  }

  @Post('experts/interests')
  @Allow('expert.declare-interest')
  interest(@By() caller: Caller, @Body({ schema: DeclareInterest }) dto: DeclareInterest) {
    return this.pool.declareInterest(caller, dto);
  }

  @Post('tenders/:id/draws')
  @HttpCode(202)
  @Allow('draw.request')
  request(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: RequestDraw }) dto: RequestDraw) {
    return this.draws.request(caller, id, dto);
  }

  @Get('tenders/:id/draws')
  @Public('draw.read-public')
  read(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return readDraws(this.db, caller, id);
  }

  @Post('draws/:id/abandon')
  @HttpCode(202)
  @Allow('draw.abandon')
  abandon(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: Abandon }) dto: z.infer<typeof Abandon>) {
    return this.draws.abandon(caller, id, dto.reason);
  }

  @Post('draws/:id/commit')
  @HttpCode(200)
  @Allow('draw.contribute', { lane: 'reserved' })
  commit(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: Commit }) dto: z.infer<typeof Commit>) {
    return this.draws.commit(caller, id, dto.commitment);
  }

  @Post('draws/:id/reveal')
  @HttpCode(200)
  @Allow('draw.contribute', { lane: 'reserved' })
  reveal(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: Reveal }) dto: z.infer<typeof Reveal>) {
    return this.draws.reveal(caller, id, dto.number);
  }

  @Get('calls')
  @Allow('call.read')
  mine(@By() caller: Caller) {
    return this.calls.mine(caller);
  }

  @Post('calls/:id/answer')
  @HttpCode(200)
  @Allow('call.answer', { lane: 'reserved' })
  answer(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: AnswerCall }) dto: z.infer<typeof AnswerCall>) {
    return this.calls.answer(caller, id, dto.accept);
  }

  @Post('calls/:id/step-aside')
  @HttpCode(200)
  @Allow('call.step-aside')
  stepAside(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: StepAside }) dto: StepAside) {
    return this.calls.stepAside(caller, id, dto);
  }
}
