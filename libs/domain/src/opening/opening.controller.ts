import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { Allow, By, Public } from '@platform/auth';
import { type Caller, Db } from '@platform/db';
import { uuid } from '@platform/http';
import { ConcludingService } from './concluding.service';
import { DecryptingService } from './decrypting.service';
import { readOpening } from './opening.queries';
import { OpeningService } from './opening.service';

const hex32 = z.string().regex(/^[0-9a-f]{64}$/, '64 hex');
const Decrypt = z.strictObject({ keys: z.record(z.string().max(100), hex32) });
const DrawCoefficient = z.strictObject({ contribution: hex32 });
const Conclude = z.strictObject({
  otherCauses: z
    .array(z.strictObject({ bidId: z.uuid(), reason: z.string().trim().min(1).max(500) }))
    .max(200)
    .default([]),
});

@Controller('api/tenders/:id/opening')
export class OpeningController {
  constructor(
    private readonly db: Db,
    private readonly openings: OpeningService,
    private readonly decrypting: DecryptingService,
    private readonly concluding: ConcludingService,
  ) {}

  @Get()
  @Public('opening.read-public')
  read(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return readOpening(this.db, caller, id);
  }

  @Post('start')
  @HttpCode(200)
  @Allow('opening.start')
  start(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return this.openings.start(caller, id);
  }

  @Post('decrypt')
  @HttpCode(200)
  @Allow('opening.decrypt')
  decrypt(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: Decrypt }) dto: z.infer<typeof Decrypt>) {
    return this.decrypting.decrypt(caller, id, dto.keys);
  }

  @Post('coefficients')
  @HttpCode(200)
  @Allow('opening.draw-coefficient')
  coefficients(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: DrawCoefficient }) dto: z.infer<typeof DrawCoefficient>) {
    return this.openings.drawCoefficients(caller, id, dto.contribution);
  }

  @Post('conclude')
  @HttpCode(202)
  @Allow('opening.conclude')
  conclude(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: Conclude }) dto: z.infer<typeof Conclude>) {
    return this.concluding.conclude(caller, id, dto.otherCauses);
  }
}
