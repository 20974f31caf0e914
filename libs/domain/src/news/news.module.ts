import { Module } from '@nestjs/common';
import { NewsController } from './news.controller';

/** What the trading centre tells the public. */
@Module({ controllers: [NewsController] })
export class NewsModule {}
