import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { Allow, By, Public } from '@platform/auth';
import type { Caller } from '@platform/db';
import { hex32 } from '@platform/http';
import { AuthoritiesService } from './authorities.service';

const address = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .nullable()
  .default(null);
const AddAuthority = z.strictObject({ pem: z.string().max(20_000).startsWith('-----BEGIN CERTIFICATE-----'), crlUrl: address, ocspUrl: address, note: z.string().trim().max(500).default('') });
const EndAuthority = z.strictObject({ reason: z.string().trim().min(1).max(500) });
const BringList = z.strictObject({ crl: z.base64().min(1).max(900_000) });

@Controller('api/authorities')
export class TrustController {
  constructor(private readonly authorities: AuthoritiesService) {}

  @Get()
  @Public('authority.read')
  read() {
    return this.authorities.read();
  }

  @Post()
  @Allow('authority.manage')
  add(@By() caller: Caller, @Body({ schema: AddAuthority }) dto: z.infer<typeof AddAuthority>) {
    return this.authorities.add(caller, dto);
  }

  @Post(':fingerprint/end')
  @HttpCode(200)
  @Allow('authority.manage')
  end(@By() caller: Caller, @Param('fingerprint', { schema: hex32 }) id: string, @Body({ schema: EndAuthority }) dto: z.infer<typeof EndAuthority>) {
    return this.authorities.end(caller, id, dto.reason);
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
