import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { uuidv7 } from '@kernel';
import { z } from 'zod';
import { Allow, By, Public } from '@platform/auth';
import { type Caller, Db, notFound, type Tx } from '@platform/db';
import { knownAs, line, paragraph, uuid } from '@platform/http';

const KINDS = ['news', 'policy'] as const;
const kind = knownAs(z.enum(KINDS), 'newsKind');
const Page = z.strictObject({ kind: kind.optional(), after: uuid.optional(), limit: z.coerce.number().int().min(1).max(100).default(20) });
const Publish = z.strictObject({
  kind: kind.default('news'),
  title: knownAs(line(200), 'newsTitle'),
  body: paragraph(50_000),
  source: line(200, 0).nullable().default(null),
});
type Publish = z.infer<typeof Publish>;

export interface NewsRow {
  id: string;
  kind: (typeof KINDS)[number];
  title: string;
  source: string | null;
  publishedAt: Date;
}

export interface NewsArticle extends NewsRow {
  /** Markdown; markup in it is text. */
  body: string;
}

export interface NewsPage {
  items: NewsRow[];
  /** Where the next page begins. */
  next: string | null;
}

const ROW = 'id, kind, title, source, published_at as "publishedAt"';

/** The newest first; a page begins after the item that ended the last one. */
const LIST = `select ${ROW} from news n where ($2::text is null or kind = $2) and ($3::uuid is null or (published_at, id) < (select m.published_at, m.id from news m where m.id = $3)) order by n.published_at desc, n.id desc limit $1`;

export async function publishNews(tx: Tx, { kind: of, title, body, source }: Publish): Promise<{ newsId: string }> {
  const id = uuidv7();
  await tx.query('insert into news (id, kind, title, body, source, published_at, account_id) values ($1, $2, $3, $4, $5, $6, $7)', [id, of, title, body, source, tx.now, tx.actor.accountId]);
  await tx.record({ type: 'news.published', objectType: 'news', objectId: id, payload: { title } });
  return { newsId: id };
}

/** What the trading centre tells the public. */
@Controller('api/news')
export class NewsController {
  constructor(private readonly db: Db) {}

  @Get()
  @Public('news.read')
  async list(@Query({ schema: Page }) { kind: of, after, limit }: z.infer<typeof Page>): Promise<NewsPage> {
    const rows = await this.db.read<NewsRow>(LIST, [limit + 1, of ?? null, after ?? null]);
    const items = rows.slice(0, limit);
    return { items, next: rows.length > limit ? items.at(-1)!.id : null };
  }

  @Get(':id')
  @Public('news.read')
  async read(@Param('id', { schema: uuid }) id: string): Promise<NewsArticle> {
    const [article] = await this.db.read<NewsArticle>(`select ${ROW}, body from news where id = $1`, [id]);
    return article ?? notFound('news');
  }

  @Post()
  @Allow('news.publish')
  publish(@By() caller: Caller, @Body({ schema: Publish }) dto: Publish): Promise<{ newsId: string }> {
    return this.db.run(caller, (tx) => publishNews(tx, dto));
  }
}
