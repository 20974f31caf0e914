import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Allow, By, Public } from '@platform/auth';
import { type Caller, Db } from '@platform/db';
import { altogether, hex32, knownAs, line, paragraph, table, uuid } from '@platform/http';
import { ConcludingService } from './concluding.service';
import { DecryptingService } from './decrypting.service';
import { readEvidence } from './evidence';
import { readOpening } from './opening.queries';
import { outagesOf } from './outages.queries';
import { OpeningService } from './opening.service';
import { ReleasingService } from './releasing.service';
import { MAX_PARTS, SECRETS } from '@envelope';
import { PlatformSigner, TimeSource, Trust } from '../trust';

/** By the name of the part. */
const Decrypt = z.strictObject({ keys: table(line(100, 0), hex32, MAX_PARTS) });
/** At most two secrets for each of a few hundred bids. */
const MOST_SHARES = 1000;
const share = z
  .string()
  .max(2 * 32 * 200)
  .regex(/^([0-9a-f]{2})+$/, '应为小写十六进制数字，每字节两位 / must be hexadecimal, two digits a byte')
  .nullable();
const Release = z.strictObject({
  shares: altogether(
    z
      .array(z.strictObject({ bidId: uuid, secret: z.enum(SECRETS), share }))
      .min(1)
      .max(MOST_SHARES),
    1_000_000,
  ),
});
const OfVersion = z.strictObject({ version: z.coerce.number().int().min(1).max(9999).optional() });
const DrawCoefficient = z.strictObject({ contribution: hex32 });
const Conclude = z.strictObject({
  otherCauses: z
    .array(z.strictObject({ bidId: uuid, reason: knownAs(paragraph(500), 'otherCause') }))
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
    private readonly releasing: ReleasingService,
    private readonly trust: Trust,
    private readonly time: TimeSource,
    private readonly signer: PlatformSigner,
  ) {}

  @Get('outages')
  @Public('opening.read-outages')
  outages(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return outagesOf(this.db, caller, id);
  }

  @Get()
  @Public('opening.read-public')
  read(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return readOpening(this.db, caller, id);
  }

  @Post('start')
  @HttpCode(200)
  @Allow('opening.start', { lane: 'reserved' })
  start(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return this.openings.start(caller, id);
  }

  @Post('decrypt')
  @HttpCode(200)
  @Allow('opening.decrypt', { lane: 'reserved' })
  decrypt(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: Decrypt }) dto: z.infer<typeof Decrypt>) {
    return this.decrypting.decrypt(caller, id, dto.keys);
  }

  /** Hands a trustee his own envelopes, from the start of the opening on. An act, not a read: each asking leaves its trace, the early ones too. */
  @Post('escrow')
  @HttpCode(200)
  @Allow('opening.release-share', { lane: 'reserved', secret: true })
  escrow(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return this.releasing.fetch(caller, id);
  }

  @Post('shares')
  @HttpCode(200)
  @Allow('opening.release-share', { lane: 'reserved' })
  release(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: Release }) dto: z.infer<typeof Release>) {
    return this.releasing.release(caller, id, dto.shares);
  }

  /** All that a bidder holds, for the offline verifier. */
  @Get('evidence')
  @Allow('bid.read', { lane: 'reserved' })
  evidence(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Query({ schema: OfVersion }) { version }: z.infer<typeof OfVersion>) {
    const anchors = { authorities: this.trust.roots().map(({ pem }) => pem), timeAuthorities: [...this.time.roots], platform: this.signer.certificatePem };
    return readEvidence(this.db, caller, id, version, anchors);
  }

  @Post('coefficients')
  @HttpCode(200)
  @Allow('opening.draw-coefficient', { lane: 'reserved' })
  coefficients(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: DrawCoefficient }) dto: z.infer<typeof DrawCoefficient>) {
    return this.openings.drawCoefficients(caller, id, dto.contribution);
  }

  @Post('conclude')
  @HttpCode(202)
  @Allow('opening.conclude', { lane: 'reserved' })
  conclude(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: Conclude }) dto: z.infer<typeof Conclude>) {
    return this.concluding.conclude(caller, id, dto.otherCauses);
  }
}
