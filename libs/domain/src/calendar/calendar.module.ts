import { Controller, Get, Global, Module } from '@nestjs/common';
import { Allow } from '@platform/auth';
import { Db } from '@platform/db';
import { dueYear } from './due';
import { YearsService } from './years.service';

@Controller('api/calendar')
export class CalendarController {
  constructor(
    private readonly db: Db,
    private readonly years: YearsService,
  ) {}

  /** The years that periods of law can be counted in, the newest first, and the one that is missing. */
  @Get('years')
  @Allow('session.read')
  async known() {
    const [clock] = await this.db.read<{ now: Date }>('select tianping_now() as now');
    return { items: await this.years.known(), due: dueYear(clock!.now) ?? null };
  }
}

/** Holidays, make-up working days, and the working days between them. */
@Global()
@Module({ controllers: [CalendarController], providers: [YearsService], exports: [YearsService] })
export class CalendarModule {}
