import type { ReactNode } from 'react';
import { tagOf } from '../../lib/i18n';
import { usePage } from './context';
import type { PortalRequest } from './portal';

const MENU = ['tenders', 'figures', 'news', 'policies', 'complaints', 'help'] as const;

function Header() {
  const { t, href, path, query, language } = usePage();
  const search = query.size ? `?${query}` : '';
  const other = language === 'zh' ? `${path === '/' ? '/en' : `/en${path}`}${search}` : `${path}${search}`;
  return (
    <header className="top">
      <div className="wide">
        <a className="mark" href={href('/')}>
          <img src="/assets/mark.svg" alt="" width="28" height="28" />
          <strong>{t('name')}</strong>
          <span>{t('subtitle')}</span>
        </a>
        <nav aria-label={t('menu.label')}>
          {MENU.map((entry) => (
            <a key={entry} href={href(`/${entry}`)} aria-current={path.startsWith(`/${entry}`) ? 'page' : undefined}>
              {t(`menu.${entry}`)}
            </a>
          ))}
        </nav>
        <div className="tools">
          <button type="button" data-large hidden>
            {t('large')}
          </button>
          <a href={other} lang={tagOf(language === 'zh' ? 'en' : 'zh')} hrefLang={tagOf(language === 'zh' ? 'en' : 'zh')}>
            {t('otherLanguage')}
          </a>
          <a className="button quiet" href={`/login?lang=${language}`}>
            {t('signIn')}
          </a>
        </div>
      </div>
    </header>
  );
}

function Footer() {
  const { t, href, site } = usePage();
  return (
    <footer className="bottom">
      <div className="wide">
        <p>
          {t('footer.organiser')}
          {site.organiser}
        </p>
        <p>
          <a href={href('/help#access')}>{t('footer.access')}</a> · <a href={href('/help#verify')}>{t('footer.verify')}</a> · <a href="/verifier.html">{t('footer.verifier')}</a> ·{' '}
          <a href={href('/outages')}>{t('outages.title')}</a> · <a href="/api/openapi.json">{t('footer.interfaces')}</a>
        </p>
        <p data-clock hidden>
          {t('footer.serverTime')} <time />
        </p>
      </div>
    </footer>
  );
}

/** A whole page as the server sends it: one heading, landmarks, a link past the menu, no inline script. */
export function Frame({ title, description, assets, children }: { title: string; description?: string; assets: PortalRequest['assets']; children: ReactNode }) {
  const { t, language, site, path } = usePage();
  return (
    <html lang={tagOf(language)}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{path === '/' ? `${t('name')} · ${t('subtitle')}` : `${title} · ${t('name')}`}</title>
        {description && <meta name="description" content={description} />}
        <link rel="icon" href="/assets/mark.svg" type="image/svg+xml" />
        {assets.style.map((file) => (
          <link key={file} rel="stylesheet" href={file} />
        ))}
        <script type="module" src={assets.script} />
      </head>
      <body data-left={t('left')}>
        <a className="skip" href="#main">
          {t('skip')}
        </a>
        <Header />
        {site.demonstration && (
          <p className="demo-band">
            <span aria-hidden="true">◇</span> {t('demonstration')}
          </p>
        )}
        <main id="main" tabIndex={-1} className="wide">
          {children}
        </main>
        <Footer />
      </body>
    </html>
  );
}
