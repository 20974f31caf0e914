import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { type DraftChange, type DraftFields, mergeDraft, versionBefore, refuse, uuidv7 } from '@kernel';
import { z } from 'zod';
import { Allow, By } from '@platform/auth';
import { atMost, type Caller, Db, type Tx } from '@platform/db';
import { code, DraftChanges, type DraftSaved, type DraftView, draftView, inDraftTurn, LARGEST_DRAFT } from '@platform/http';
import { AccountDraft } from './draft.entity';
import { R } from './identity.refusals';

/** Forms that one account may have begun at once. */
const MOST = 50;

const key = code(80, /^[a-z]+(?:\.[A-Za-z0-9-]+)?(?:\.[A-Za-z0-9-]+)?$/, '应为表单的代号 / must be the name of a form');
const Changes = z.strictObject(DraftChanges);

/** Forms while they are filled in, kept for whoever fills them in, on any device, and never on one. No act: nothing of it is in the trail. */
@Controller('api/drafts')
export class DraftController {
  constructor(private readonly db: Db) {}

  @Get(':key')
  @Allow('draft.keep')
  read(@By() { actor }: Caller, @Param('key', { schema: key }) name: string): Promise<DraftView> {
    return inDraftTurn(actor.accountId!, async (takes) => {
      const [found] = await this.db.read<AccountDraft>('select version, fields, saved_at as "savedAt" from account_draft where account_id = $1 and key = $2', [actor.accountId, name]);
      takes(found?.fields);
      return draftView(found);
    });
  }

  @Put(':key')
  @Allow('draft.keep', { secret: true })
  save(@By() caller: Caller, @Param('key', { schema: key }) name: string, @Body({ schema: Changes }) change: z.infer<typeof Changes>): Promise<DraftSaved> {
    return inDraftTurn(caller.actor.accountId!, (takes) => this.db.run(caller, (tx) => this.#save(tx, name, change, takes)));
  }

  async #save(tx: Tx, name: string, change: DraftChange, takes: (fields: DraftFields) => void): Promise<DraftSaved> {
    const accountId = tx.actor.accountId!;
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 14))', [accountId]); // two tabs that save at once
    const draft = await tx.findOne(AccountDraft, { accountId, key: name });
    if (!draft) await atMost(tx, MOST, 'draft', 'account_draft where account_id = $1', [accountId]);
    const { fields, version, newer } = mergeDraft(draft?.fields ?? {}, draft?.version ?? versionBefore(tx.now), change);
    takes(fields);
    if (JSON.stringify(fields).length > LARGEST_DRAFT) refuse(R.draftFull());
    if (draft) await tx.save(Object.assign(draft, { fields, savedAt: tx.now }));
    else await tx.insert(AccountDraft, { id: uuidv7<'account-draft'>(), version, accountId, key: name, fields, savedAt: tx.now });
    return { version, savedAt: tx.now, newer };
  }

  @Delete(':key')
  @HttpCode(200)
  @Allow('draft.keep')
  forget(@By() caller: Caller, @Param('key', { schema: key }) name: string): Promise<{ forgotten: true }> {
    return this.db.run(caller, async (tx) => {
      await tx.query('delete from account_draft where account_id = $1 and key = $2', [tx.actor.accountId, name]);
      return { forgotten: true as const };
    });
  }
}
