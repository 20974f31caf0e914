import { renderToString } from 'react-dom/server';
import { hrefOf, type PageContext, PageProvider, textsOf } from './context';
import { Frame } from './frame';
import { articlesOf, citeWith } from './articles';
import { complaintsPage } from './pages/complaints';
import { figuresPage } from './pages/figures';
import { helpPage } from './pages/help';
import { homePage } from './pages/home';
import { articlePage, newsPage } from './pages/news';
import { outagesPage } from './pages/outages';
import { policiesPage } from './pages/policies';
import { tenderPage } from './pages/tender';
import { tendersPage } from './pages/tenders';
import { Fault, NotFound } from './pages/system';
import type { Page, PageOf } from './page';
import type { Portal, PortalAnswer, PortalRequest } from './portal';

const ROUTES: readonly (readonly [RegExp, PageOf])[] = [
  [/^\/$/, homePage],
  [/^\/tenders$/, tendersPage],
  [/^\/tenders\/([^/]+)$/, tenderPage],
  [/^\/figures$/, figuresPage],
  [/^\/news$/, newsPage],
  [/^\/news\/([^/]+)$/, articlePage],
  [/^\/outages$/, outagesPage],
  [/^\/policies$/, policiesPage],
  [/^\/complaints$/, complaintsPage],
  [/^\/help$/, helpPage],
];

const document = (context: PageContext, assets: PortalRequest['assets'], { title, description, content }: Page): string =>
  `<!doctype html>${renderToString(
    <PageProvider value={context}>
      <Frame title={title} assets={assets} {...(description ? { description } : {})}>
        {content}
      </Frame>
    </PageProvider>,
  )}`;

async function contextOf({ language, path, query, site, read }: PortalRequest): Promise<PageContext> {
  const [articles, clock] = await Promise.all([articlesOf(read), read<{ now: string }>('/api/clock')]);
  return { language, path, query, site, t: textsOf(language), href: hrefOf(language), cite: citeWith(articles, language), now: Date.parse(clock!.now) };
}

async function answer(request: PortalRequest): Promise<PortalAnswer | undefined> {
  for (const [pattern, pageOf] of ROUTES) {
    const match = pattern.exec(request.path);
    if (!match) continue;
    const context = await contextOf(request);
    const page = await pageOf(context, request.read, match[1] ?? '');
    if (page) return { status: 200, html: document(context, request.assets, page) };
    return { status: 404, html: document(context, request.assets, { title: context.t('notFound.title'), content: <NotFound /> }) };
  }
  return undefined;
}

type Bare = Pick<PortalRequest, 'language' | 'assets' | 'site'>;

/** A page for which nothing has to be read. */
const bare = ({ language, assets, site }: Bare, pageOf: (context: PageContext) => Page): string => {
  const context: PageContext = { language, path: '/', query: new URLSearchParams(), site, t: textsOf(language), href: hrefOf(language), cite: (article) => article, now: 0 };
  return document(context, assets, pageOf(context));
};

const lost = (request: Bare): string => bare(request, ({ t }) => ({ title: t('notFound.title'), content: <NotFound /> }));

const fault = (request: Bare, requestId: string): string => bare(request, ({ t }) => ({ title: t('fault.title'), content: <Fault requestId={requestId} /> }));

export const portal: Portal = { answer, lost, fault };
