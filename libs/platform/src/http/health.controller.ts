import { Body, Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Allow, By, Public } from '../auth/auth';
import { advanceClock, type Caller, Db } from '../db';
import { Jobs } from '../jobs';
import { DiskSpace } from '../storage';
import { type Readiness, readinessOf } from './readiness';
import { instant } from './schema.pipe';

/** What a server says that is there: by these words it is known from whatever else may answer at its address. */
export const LIVE = { status: 'ok' };

const Advance = z.strictObject({ to: instant });

@Controller()
export class HealthController {
  readonly #readiness: () => Promise<Readiness>;

  constructor(
    private readonly db: Db,
    jobs: Jobs,
    disk: DiskSpace,
  ) {
    this.#readiness = readinessOf(db, jobs, disk);
  }

  @Get('health/live')
  @Public('health.live', { door: 'health' })
  live() {
    return LIVE;
  }

  /** Whether this process can serve, within two seconds; and what else is behind. */
  @Get('health/ready')
  @Public('health.ready', { door: 'health' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const told = await this.#readiness();
    if (told.status !== 'ok') void reply.status(503);
    return told;
  }

  /** The one clock of the platform, and whether it is simulated. */
  @Get('api/clock')
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
