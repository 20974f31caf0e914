import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Allow, By } from '@platform/auth';
import type { Caller } from '@platform/db';
import { digestOf, sizeOf, uploadOf, uuid } from '@platform/http';
import { z } from 'zod';
import { BeginUpload, BidPage, CompleteUpload, Offset, receiptCode, SubmitBid } from './bidding.dto';
import { BiddingService } from './bidding.service';
import { ReceiptsService } from './receipts.service';
import { TransferService } from './transfer.service';
import { UploadsService } from './uploads.service';

@Controller('api')
export class BiddingController {
  constructor(
    private readonly bidding: BiddingService,
    private readonly transfers: TransferService,
    private readonly receipts: ReceiptsService,
    private readonly own: UploadsService,
  ) {}

  @Put('tenders/:id/bid-content')
  @Allow('bid.upload', { lane: 'reserved', takes: 'stream' })
  upload(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Req() request: FastifyRequest) {
    return this.bidding.upload(caller, id, uploadOf(request), sizeOf(request));
  }

  @Post('tenders/:id/uploads')
  @Allow('bid.upload', { lane: 'reserved', metered: true })
  begin(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: BeginUpload }) dto: z.infer<typeof BeginUpload>) {
    return this.transfers.begin(caller, id, dto.size);
  }

  @Get('tenders/:id/uploads')
  @Allow('bid.read', { lane: 'reserved' })
  uploads(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return this.own.own(caller, id);
  }

  @Delete('uploads/:id')
  @Allow('bid.upload', { lane: 'reserved', metered: true })
  giveUp(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return this.own.giveUp(caller, id);
  }

  @Get('uploads/:id')
  @Allow('bid.upload', { lane: 'reserved' })
  state(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return this.transfers.state(caller, id);
  }

  @Put('uploads/:id')
  @Allow('bid.upload', { lane: 'reserved', takes: 'stream' })
  append(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Query({ schema: Offset }) query: z.infer<typeof Offset>, @Req() request: FastifyRequest) {
    return this.transfers.append(caller, id, { offset: query.offset, digest: digestOf(request.headers['content-digest']) }, uploadOf(request));
  }

  @Post('uploads/:id/complete')
  @HttpCode(200)
  @Allow('bid.upload', { lane: 'reserved' })
  complete(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: CompleteUpload }) dto: z.infer<typeof CompleteUpload>) {
    return this.transfers.complete(caller, id, dto.sha256);
  }

  @Post('tenders/:id/bids')
  @Allow('bid.submit', { lane: 'reserved' })
  submit(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: SubmitBid }) dto: SubmitBid) {
    return this.bidding.submit(caller, id, dto);
  }

  @Post('tenders/:id/bids/withdraw')
  @HttpCode(200)
  @Allow('bid.withdraw', { lane: 'reserved' })
  withdraw(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return this.bidding.withdraw(caller, id);
  }

  @Get('tenders/:id/bids/mine')
  @Allow('bid.read', { lane: 'reserved' })
  mine(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return this.receipts.mine(caller, id);
  }

  @Get('bids')
  @Allow('bid.read', { lane: 'reserved' })
  all(@By() caller: Caller, @Query({ schema: BidPage }) page: z.infer<typeof BidPage>) {
    return this.receipts.list(caller, page);
  }

  @Get('receipts/:code')
  @Allow('bid.read', { lane: 'reserved' })
  receipt(@By() caller: Caller, @Param('code', { schema: receiptCode }) code: string) {
    return this.receipts.one(caller, code);
  }
}
