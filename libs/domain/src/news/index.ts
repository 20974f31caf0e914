export { publishNews } from './news.controller';
export { NewsModule } from './news.module';
