import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import { Allow } from '@platform/auth';
import { Db } from '@platform/db';
import { date, line, uuid } from '@platform/http';
import { TELLABLE_ALWAYS } from './disclosures';

const Page = z.strictObject({
  act: line(60, 0).optional(),
  actor: line(64, 0).optional(),
  outcome: z.enum(['done', 'refused']).optional(),
  /** An address, or a `/64` under which a flood was counted. */
  address: line(60, 0).optional(),
  /** First and last day, by Beijing's calendar. */
  from: date.optional(),
  to: date.optional(),
  /** The entry with which the page before ended. */
  after: uuid.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
type Page = z.infer<typeof Page>;

/** That something was done or tried, not what (V31): no reasons, and of a refused request no path. */
export interface PlatformEntry {
  id: string;
  at: Date;
  actorLogin: string;
  organisationId: string | null;
  ip: string;
  requestId: string;
  act: string;
  objectType: string;
  /** Absent for a refused request, where it is the path. */
  objectId: string | null;
  /** Whose account it was done to; of a sign-in, who signed in. */
  objectLogin: string | null;
  projectId: string | null;
  outcome: 'done' | 'refused' | 'failed';
  /** Refusals that were alike and are counted in one entry. */
  times: number;
}

export interface PlatformTrailPage {
  entries: PlatformEntry[];
  /** Where the next page begins. */
  next: string | null;
}

const FIELDS = `id, at, actor_login as "actorLogin", organisation_id as "organisationId", ip, request_id as "requestId", act, object_type as "objectType",
  case when object_type <> 'request' then object_id end as "objectId",
  (select a.login from account a where a.id = case when e.object_type = 'account' then e.object_id::uuid end) as "objectLogin", project_id as "projectId", outcome, times`;

/**
 * Whoever is called signs in within the half hour: what an expert does by himself, at its moment, would name him (TBL 37), as his sign-in would in the list of
 * accounts (administration/accounts.queries.ts). What others do to his account stands here.
 */
const shown = (e: string) => `${e}.act = any($1) and (select g.id from role_grant g where g.role = 'expert'
  and g.account_id = coalesce(${e}.actor_id, case when ${e}.object_type = 'account' then ${e}.object_id::uuid end) limit 1) is null`; // row by row: a page needs few

/** Each narrows by what an index holds; what is not asked for stands in no statement, so that each question gets its own plan. */
const WHERE: readonly [of: (page: Page) => unknown, condition: (n: string) => string][] = [
  [({ act }) => act || undefined, (n) => `act = ${n}`],
  [({ address }) => address || undefined, (n) => `ip = ${n}`],
  [({ outcome }) => outcome, (n) => `(outcome = 'done') = (${n} = 'done')`],
  [({ from }) => from, (n) => `at >= ${n}::date::timestamp at time zone 'Asia/Shanghai'`],
  [({ to }) => to, (n) => `at < (${n}::date + 1)::timestamp at time zone 'Asia/Shanghai'`],
  [({ after }) => after, (n) => `(at, seq) < (select p.at, p.seq from audit_entry p where p.id = ${n} and ${shown('p')})`],
];

/** What an account did, and what was done to it: each is found in the order of its own index, however much there is. */
const OF_ACCOUNT: readonly ((n: string) => string)[] = [
  (n) => `actor_login = ${n}`,
  (n) => `actor_login <> ${n} and object_type = 'account' and object_id = (select a.id::text from account a where a.login = ${n})`,
];

const NEWEST = 'order by at desc, seq desc limit $2';

/** Whose act may never be told is not there for this question, as a filter or as a place to go on from. */
export function platformTrailSql(page: Page): [sql: string, values: unknown[]] {
  const values: unknown[] = [TELLABLE_ALWAYS, page.limit + 1];
  const asked = WHERE.flatMap(([of, condition]) => {
    const value = of(page);
    return value === undefined ? [] : [condition(`$${values.push(value)}`)];
  });
  const found = [shown('e'), ...asked].join(' and ');
  if (!page.actor) return [`select ${FIELDS} from audit_entry e where ${found} ${NEWEST}`, values];
  const n = `$${values.push(page.actor)}`;
  const parts = OF_ACCOUNT.map((condition) => `(select * from audit_entry e where ${found} and ${condition(n)} ${NEWEST})`);
  return [`select ${FIELDS} from (${parts.join(' union all ')}) e ${NEWEST}`, values];
}

/** The trail of the whole platform, the newest first: sign-ins, rights, refusals, and what was done in projects as far as it tells nothing at any stage. */
@Controller('api/trail')
export class PlatformTrailController {
  constructor(private readonly db: Db) {}

  @Get()
  @Allow('audit.read-platform', { lane: 'slow' })
  async read(@Query({ schema: Page }) page: Page): Promise<PlatformTrailPage> {
    const rows = await this.db.read<PlatformEntry>(...platformTrailSql(page), { varies: true });
    const entries = rows.slice(0, page.limit);
    return { entries, next: rows.length > page.limit ? entries.at(-1)!.id : null };
  }
}
