import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Allow, By, Public } from '@platform/auth';
import { type Caller, Db } from '@platform/db';
import { sendAttachment, uuid } from '@platform/http';
import { FilesService } from '../files';
import { CommitteeService } from './committee.service';
import { OpenRoom } from './evaluation.dto';
import { ownEvaluations, readableBody, readEvaluation } from './evaluation.queries';

@Controller('api')
export class EvaluationController {
  constructor(
    private readonly db: Db,
    private readonly committee: CommitteeService,
    private readonly files: FilesService,
  ) {}

  @Post('tenders/:id/evaluation')
  @Allow('committee.name-representative')
  open(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: OpenRoom }) dto: z.infer<typeof OpenRoom>) {
    return this.committee.open(caller, id, dto.representatives);
  }

  @Get('tenders/:id/evaluation')
  @Public('evaluation.read-public')
  read(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return readEvaluation(this.db, caller, id);
  }

  @Get('evaluations')
  @Allow('evaluation.read')
  own(@By() caller: Caller) {
    return ownEvaluations(this.db, caller);
  }

  @Get('bids/:id/body')
  @Allow('evaluation.read')
  async body(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Res() reply: FastifyReply) {
    const sha256 = await readableBody(this.db, caller, id);
    return sendAttachment(reply, { mediaType: 'application/octet-stream' }, this.files.read(sha256));
  }
}
