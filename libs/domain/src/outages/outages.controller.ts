import { Controller, Get } from '@nestjs/common';
import { Public } from '@platform/auth';
import { Db } from '@platform/db';

/** The latest. */
const MOST = 100;

export interface OutageRow {
  id: string;
  from: Date;
  to: Date;
  /** What the platform saw and by which rule it acted, as canonical JSON with its signature (CMS, base64). */
  statement: string;
  signature: string;
}

@Controller('api/outages')
export class OutagesController {
  constructor(private readonly db: Db) {}

  @Get()
  @Public('outage.list')
  async list(): Promise<{ items: OutageRow[] }> {
    const items = await this.db.read<OutageRow>(`select id, from_at as "from", to_at as "to", statement, encode(signature, 'base64') as signature from outage order by to_at desc, id limit ${MOST}`);
    return { items };
  }
}
