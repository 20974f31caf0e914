import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Allow, By, Public } from '@platform/auth';
import { type Caller, Db } from '@platform/db';
import { sendAttachment, uuid } from '@platform/http';
import { MOST_ROWS, sendWorkbook } from '@platform/sheets';
import { FilesService } from '../files';
import { ClarificationService } from './clarification.service';
import { Amend, Answer, Ask, AskCalendar, DraftTender, ListTenders, PageOfQuestions, Terminate, uuidOrCode } from './tender.dto';
import { readableNotice } from './notice.queries';
import { readQuestions } from './question.queries';
import { exportTenders, listTenders, readLawfulCalendar, tenderDetail } from './tender.queries';
import { TenderService } from './tender.service';
import { trusteeCandidates } from './trustees';
import { TENDERS_TITLE, tenderColumns } from './tender.sheet';

@Controller('api')
export class TenderController {
  constructor(
    private readonly db: Db,
    private readonly tenders: TenderService,
    private readonly clarifications: ClarificationService,
    private readonly files: FilesService,
  ) {}

  @Post('tenders')
  @Allow('tender.draft')
  draft(@By() caller: Caller, @Body({ schema: DraftTender }) dto: DraftTender) {
    return this.tenders.draft(caller, dto);
  }

  @Post('tenders/:id/draft')
  @HttpCode(200)
  @Allow('tender.draft')
  redraft(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: DraftTender }) dto: DraftTender) {
    return this.tenders.redraft(caller, id, dto);
  }

  /** Whom a notice may name to open its bids. */
  @Get('trustees')
  @Allow('trustee.read')
  async trustees() {
    return { items: await trusteeCandidates(this.db) };
  }

  @Post('lawful-calendar')
  @HttpCode(200)
  @Allow('tender.draft')
  calendar(@By() caller: Caller, @Body({ schema: AskCalendar }) dto: AskCalendar) {
    return readLawfulCalendar(this.db, caller, dto);
  }

  @Get('tenders')
  @Public('tender.list', { door: 'search', lane: 'slow' })
  list(@By() caller: Caller, @Query({ schema: ListTenders }) query: ListTenders) {
    return listTenders(this.db, caller, query);
  }

  /** What the list shows, as a file. */
  @Get('tenders.xlsx')
  @Public('tender.list', { door: 'export', lane: 'slow' })
  async sheet(@By() caller: Caller, @Query({ schema: ListTenders }) query: ListTenders, @Res() reply: FastifyReply) {
    const { rows, now, cut } = await exportTenders(this.db, caller, query, MOST_ROWS);
    const { after: _, limit: _limit, ...filter } = query;
    return sendWorkbook(reply, { title: TENDERS_TITLE, columns: tenderColumns(caller.language), rows, filter, at: now, cut }, caller);
  }

  @Get('tenders/:id')
  @Public('tender.read')
  read(@By() caller: Caller, @Param('id', { schema: uuidOrCode }) id: string) {
    return tenderDetail(this.db, caller, id);
  }

  @Get('tenders/:id/questions')
  @Public('tender.read')
  questions(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Query({ schema: PageOfQuestions }) query: z.infer<typeof PageOfQuestions>) {
    return readQuestions(this.db, caller, id, query);
  }

  @Get('tenders/:id/notice')
  @Public('tender.read-notice')
  async notice(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Res() reply: FastifyReply) {
    const file = await readableNotice(this.db, caller, id);
    return reply.header('content-type', `${file.mediaType}; charset=utf-8`).send(this.files.read(file.sha256));
  }

  @Get('tenders/:id/documents/:fileId')
  @Allow('tender.download')
  async download(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Param('fileId', { schema: uuid }) fileId: string, @Res() reply: FastifyReply) {
    const file = await this.clarifications.download(caller, id, fileId);
    return sendAttachment(reply, file, this.files.read(file.sha256));
  }

  @Post('tenders/:id/publish')
  @HttpCode(202)
  @Allow('tender.publish')
  publish(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return this.tenders.publish(caller, id, 'tender.publish');
  }

  @Post('tenders/:id/invitations')
  @HttpCode(202)
  @Allow('tender.invite')
  invite(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return this.tenders.publish(caller, id, 'tender.invite');
  }

  @Post('tenders/:id/terminate')
  @HttpCode(202)
  @Allow('tender.terminate')
  terminate(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: Terminate }) dto: z.infer<typeof Terminate>) {
    return this.tenders.terminate(caller, id, dto.reason);
  }

  @Post('tenders/:id/amendments')
  @HttpCode(202)
  @Allow('tender.amend')
  amend(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: Amend }) dto: Amend) {
    return this.clarifications.amend(caller, id, dto);
  }

  @Post('tenders/:id/questions')
  @Allow('tender.ask')
  ask(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: Ask }) dto: z.infer<typeof Ask>) {
    return this.clarifications.ask(caller, id, dto.text);
  }

  @Post('questions/:id/answer')
  @HttpCode(200)
  @Allow('tender.answer')
  answer(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: Answer }) dto: z.infer<typeof Answer>) {
    return this.clarifications.answer(caller, id, dto);
  }
}
