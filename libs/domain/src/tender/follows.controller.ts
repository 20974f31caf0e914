import { Body, Controller, Delete, Get, Param, Put } from '@nestjs/common';
import type { z } from 'zod';
import { Allow, By } from '@platform/auth';
import { type Caller, Db, notFound } from '@platform/db';
import { uuid } from '@platform/http';
import type { StageCode } from '@procedure';
import { heldSql } from '../intake';
import { assertKnown } from './letters';
import { Nothing } from './tender.dto';

export interface FollowedTender {
  tenderId: string;
  code: string;
  title: string;
  status: StageCode;
  deadline: Date;
  held: boolean;
  followedAt: Date;
}

const FOLLOWED = `select t.id as "tenderId", t.code, t.title, t.status, t.deadline, ${heldSql('t')} as held, f.at as "followedAt" from tender_follow f join tender t on t.id = f.tender_id
where f.organisation_id = $1 order by t.deadline desc, t.id limit 500`;

/** Tenders that a bidder keeps an eye on. Interest tells who may bid, so nothing of it is recorded where others read (TBL 22; O20 21). */
@Controller('api')
export class FollowsController {
  constructor(private readonly db: Db) {}

  @Get('follows')
  @Allow('tender.follow')
  async list(@By() { actor }: Caller): Promise<{ items: FollowedTender[] }> {
    return { items: await this.db.read<FollowedTender>(FOLLOWED, [actor.organisationId]) };
  }

  @Put('tenders/:id/follow')
  @Allow('tender.follow')
  follow(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: Nothing }) _: z.infer<typeof Nothing>): Promise<{ following: boolean }> {
    return this.db.run(caller, async (tx) => {
      const { status } = await assertKnown(tx, tx.actor, id);
      if (status === 'draft') notFound('tender');
      await tx.query('insert into tender_follow (organisation_id, tender_id, account_id, at) values ($1, $2, $3, $4) on conflict do nothing', [
        tx.actor.organisationId,
        id,
        tx.actor.accountId,
        tx.now,
      ]);
      return { following: true };
    });
  }

  @Delete('tenders/:id/follow')
  @Allow('tender.follow')
  unfollow(@By() caller: Caller, @Param('id', { schema: uuid }) id: string): Promise<{ following: boolean }> {
    return this.db.run(caller, async (tx) => {
      const gone = await tx.query('delete from tender_follow where organisation_id = $1 and tender_id = $2 returning tender_id', [tx.actor.organisationId, id]);
      if (gone.length === 0) notFound('tender');
      return { following: false };
    });
  }
}
