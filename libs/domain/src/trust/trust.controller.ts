import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { Allow, By, Public } from '@platform/auth';
import type { Caller } from '@platform/db';
import { hex32 } from '@platform/http';
import { AuthoritiesService } from './authorities.service';

const BringList = z.strictObject({ crl: z.base64().min(1).max(900_000) });

/** Read by everybody; which authorities count is changed by two persons (identity/authority-acts.ts). */
@Controller('api/authorities')
export class TrustController {
  constructor(private readonly authorities: AuthoritiesService) {}

  @Get()
  @Public('authority.read')
  read() {
    return this.authorities.read();
  }

  @Post(':fingerprint/list')
  @HttpCode(200)
  @Allow('authority.manage')
  upload(@By() caller: Caller, @Param('fingerprint', { schema: hex32 }) id: string, @Body({ schema: BringList }) dto: z.infer<typeof BringList>) {
    return this.authorities.upload(caller, id, Buffer.from(dto.crl, 'base64'));
  }

  @Post('refresh')
  @HttpCode(200)
  @Allow('authority.manage')
  async refresh(@By() caller: Caller) {
    return { fetched: await this.authorities.refresh(caller) };
  }
}
