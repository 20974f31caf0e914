import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Allow, By, Public } from '@platform/auth';
import { type Caller, Db } from '@platform/db';
import { sendContent, uuid } from '@platform/http';
import { FilesService } from '../files';
import { CommitteeService } from './committee.service';
import { DraftsService } from './drafts.service';
import { OpenRoom, ReplaceMember } from './evaluation.dto';
import { ownEvaluations, readableFile, readableTenderFile, readEvaluation } from './evaluation.queries';

/** `body`, `annex-1`, ... (docs/formats/bid-manifest.md). */
const partName = z
  .string()
  .max(64)
  .regex(/^[a-z0-9][a-z0-9-]*$/, '应为文件部分的代号 / must be the name of a part');

@Controller('api')
export class EvaluationController {
  constructor(
    private readonly db: Db,
    private readonly committee: CommitteeService,
    private readonly files: FilesService,
    private readonly drafts: DraftsService,
  ) {}

  @Post('tenders/:id/evaluation')
  @Allow('committee.name-representative')
  open(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: OpenRoom }) dto: z.infer<typeof OpenRoom>) {
    return this.committee.open(caller, id, dto.representatives);
  }

  @Post('tenders/:id/evaluation/representatives')
  @HttpCode(200)
  @Allow('committee.name-representative')
  representatives(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: OpenRoom }) dto: z.infer<typeof OpenRoom>) {
    return this.committee.seatRepresentatives(caller, id, dto.representatives);
  }

  @Post('evaluations/:id/replacements')
  @HttpCode(202)
  @Allow('member.replace')
  replace(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: ReplaceMember }) dto: z.infer<typeof ReplaceMember>) {
    return this.committee.askReplacement(caller, id, dto);
  }

  @Get('evaluations/:id/draft')
  @Allow('score.save')
  draft(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return this.drafts.read(caller, id);
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

  /** A document of a bid, whole or by ranges. */
  @Get('bids/:id/documents/:name')
  @Allow('evaluation.read')
  async document(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Param('name', { schema: partName }) name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const { sha256, fileName, ...file } = await readableFile(this.db, caller, id, name);
    return sendContent(request, reply, { ...file, name: fileName, read: (range) => this.files.read(sha256, range) });
  }

  /** A document of the tender, for a member of its committee, whole or by ranges. */
  @Get('evaluations/:id/tender-documents/:fileId')
  @Allow('evaluation.read')
  async tenderDocument(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Param('fileId', { schema: uuid }) fileId: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const { sha256, fileName, ...file } = await readableTenderFile(this.db, caller, id, fileId);
    return sendContent(request, reply, { ...file, name: fileName, read: (range) => this.files.read(sha256, range) });
  }
}
