import { Body, Controller, Get, HttpCode, Param, Post, Put, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Allow, By } from '@platform/auth';
import type { Caller } from '@platform/db';
import { uploadOf, uuid } from '@platform/http';
import { SubmitBid } from './bidding.dto';
import { BiddingService } from './bidding.service';

@Controller('api')
export class BiddingController {
  constructor(private readonly bidding: BiddingService) {}

  @Put('tenders/:id/bid-content')
  @Allow('bid.upload')
  upload(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Req() request: FastifyRequest) {
    return this.bidding.upload(caller, id, uploadOf(request));
  }

  @Post('tenders/:id/bids')
  @Allow('bid.submit')
  submit(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: SubmitBid }) dto: SubmitBid) {
    return this.bidding.submit(caller, id, dto);
  }

  @Post('tenders/:id/bids/withdraw')
  @HttpCode(200)
  @Allow('bid.withdraw')
  withdraw(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return this.bidding.withdraw(caller, id);
  }

  @Get('tenders/:id/bids/mine')
  @Allow('bid.read')
  mine(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return this.bidding.mine(caller, id);
  }

  @Get('bids')
  @Allow('bid.read')
  all(@By() caller: Caller) {
    return this.bidding.mine(caller);
  }
}
