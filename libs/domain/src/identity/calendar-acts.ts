import { Body, Controller, HttpCode, Injectable, Post } from '@nestjs/common';
import { z } from 'zod';
import { Allow, By } from '@platform/auth';
import type { Caller } from '@platform/db';
import { date, documentNumber, knownAs } from '@platform/http';
import { type YearNotice, YearsService, yearObject } from '../calendar';
import type { Asked } from './proposal-rules';
import { ProposalsService } from './proposals.service';

const ImportYear = z.strictObject({
  year: z.int().min(2000).max(2100),
  notice: knownAs(documentNumber(200), 'yearNotice'),
  holidays: z.array(date).max(100),
  workdays: z.array(date).max(60),
});

/** The working days of a year are brought in by two offices: the system administrator imports the notice, a security administrator compares it (rulebook: calendar). */
@Injectable()
export class CalendarActs {
  constructor(
    private readonly proposals: ProposalsService,
    years: YearsService,
  ) {
    proposals.define<YearNotice>({
      act: 'calendar.import-year',
      mayAsk: async () => null,
      confirmer: 'security-admin',
      signed: false, // administrators hold no certificates
      check: async (_tx, _id, wanted) => years.assertSound(wanted),
      content: async (_tx, _id, { year, notice, holidays, workdays }) => ({ year, notice, holidays: [...holidays].sort(), workdays: [...workdays].sort() }),
      carryOut: (tx, _id, wanted, askedBy) => years.keep(tx, wanted, askedBy),
    });
  }

  ask(caller: Caller, wanted: YearNotice): Promise<Asked> {
    return this.proposals.ask(caller, 'calendar.import-year', yearObject(wanted.year), wanted);
  }
}

@Controller('api/calendar')
export class CalendarActsController {
  constructor(private readonly acts: CalendarActs) {}

  @Post('years')
  @HttpCode(200)
  @Allow('calendar.import-year')
  add(@By() caller: Caller, @Body({ schema: ImportYear }) dto: z.infer<typeof ImportYear>) {
    return this.acts.ask(caller, dto);
  }
}
