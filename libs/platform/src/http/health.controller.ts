import { Body, Controller, Get, Header, HttpCode, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Allow, By, Public } from '../auth/auth';
import { advanceClock, type Caller, Db } from '../db';
import { DiskSpace } from '../storage';
import { instant } from './schema.pipe';

const Advance = z.strictObject({ to: instant });

@Controller()
export class HealthController {
  constructor(
    private readonly db: Db,
    private readonly disk: DiskSpace,
  ) {}

  @Get('health/live')
  @Public('health.live', { door: 'health' })
  live() {
    return { status: 'ok' };
  }

  /** Ready when the database answers, and there is room for what it writes. */
  @Get('health/ready')
  @Public('health.ready', { door: 'health' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    try {
      await this.db.read('select 1');
      if (!this.db.full && (await this.disk.state()) !== 'full') return { status: 'ok' };
      void reply.status(503);
      return { status: 'unavailable', reason: 'disk' };
    } catch {
      void reply.status(503);
      return { status: 'unavailable', reason: 'database' };
    }
  }

  /** The one clock of the platform, and whether it is simulated. */
  @Get('api/clock')
  @Header('cache-control', 'no-store')
  @Public('clock.read')
  async clock() {
    const [row] = await this.db.read<{ now: Date; simulated: boolean }>(`select tianping_now() as now, coalesce((select clock_offset <> interval '0' from installation), false) as simulated`);
    return row!;
  }

  @Post('api/clock')
  @HttpCode(200)
  @Allow('clock.advance')
  advance(@By() caller: Caller, @Body({ schema: Advance }) dto: z.infer<typeof Advance>) {
    return advanceClock(this.db, caller, new Date(dto.to));
  }
}
