import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { uuidv7 } from '@kernel';
import { z } from 'zod';
import { Allow, By, Public } from '@platform/auth';
import { type Caller, Db, notFound } from '@platform/db';
import { uuid } from '@platform/http';

const Page = z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(20) });
const Publish = z.strictObject({ title: z.string().trim().min(1).max(200), body: z.string().trim().min(1).max(50_000), source: z.string().trim().max(200).nullable().default(null) });

export interface NewsRow {
  id: string;
  title: string;
  source: string | null;
  publishedAt: Date;
}

export interface NewsArticle extends NewsRow {
  /** Markdown; markup in it is text. */
  body: string;
}

/** What the trading centre tells the public. */
@Controller('api/news')
export class NewsController {
  constructor(private readonly db: Db) {}

  @Get()
  @Public('news.read')
  async list(@Query({ schema: Page }) { limit }: z.infer<typeof Page>): Promise<{ items: NewsRow[] }> {
    return { items: await this.db.read<NewsRow>('select id, title, source, published_at as "publishedAt" from news order by published_at desc, id limit $1', [limit]) };
  }

  @Get(':id')
  @Public('news.read')
  async read(@Param('id', { schema: uuid }) id: string): Promise<NewsArticle> {
    const [article] = await this.db.read<NewsArticle>('select id, title, source, published_at as "publishedAt", body from news where id = $1', [id]);
    return article ?? notFound('news');
  }

  @Post()
  @Allow('news.publish')
  publish(@By() caller: Caller, @Body({ schema: Publish }) { title, body, source }: z.infer<typeof Publish>): Promise<{ newsId: string }> {
    return this.db.run(caller, async (tx) => {
      const id = uuidv7();
      await tx.query('insert into news (id, title, body, source, published_at, account_id) values ($1, $2, $3, $4, $5, $6)', [id, title, body, source, tx.now, tx.actor.accountId]);
      await tx.record({ type: 'news.published', objectType: 'news', objectId: id, payload: { title } });
      return { newsId: id };
    });
  }
}
