import { Button, Input } from 'antd';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Found, PdfView } from './pdf-engine';

interface PdfPaneProps {
  url: string;
  name: string;
  /** Where to go; `visit` grows with each wish. */
  page: number;
  visit: number;
  onPage(page: number): void;
  onFault(error: unknown): void;
}

interface Asking {
  give(password: string): void;
  again: boolean;
}

/** A PDF with its text layer: pages by number, zoom, search. The viewer comes with the first file that needs it. */
export function PdfPane({ url, name, page, visit, onPage, onFault }: PdfPaneProps) {
  const { t } = useTranslation('documents');
  const container = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<PdfView>();
  const [pages, setPages] = useState<number>();
  const [at, setAt] = useState(page);
  const [found, setFound] = useState<Found>();
  const [asking, setAsking] = useState<Asking>();
  const start = useRef(page);
  start.current = page;
  useEffect(() => {
    let opened: PdfView | undefined;
    let gone = false;
    const heard = {
      onReady: setPages,
      onPage: setAt,
      onFound: setFound,
      onPassword: (give: Asking['give'], again: boolean) => setAsking({ give: (password) => (setAsking(undefined), give(password)), again }),
      onFault: (error: unknown) => gone || onFault(error),
    };
    import('./pdf-engine')
      .then(async ({ openPdf }) => {
        opened = gone ? undefined : await openPdf(container.current!, url, start.current, heard);
        if (gone) opened?.close();
        else setView(opened);
      })
      .catch(heard.onFault);
    return () => {
      gone = true;
      opened?.close();
    };
  }, [url]); // oxlint-disable-line react/exhaustive-deps -- a new file is a new pane; onFault only tells
  useEffect(() => {
    if (pages) onPage(at); // a page that nobody sees is not told: before its password a file has none
  }, [at, onPage, pages]);
  useEffect(() => {
    if (pages) view?.goTo(page);
  }, [view, pages, page, visit]);
  return (
    <>
      <div className="pdf-bar" role="toolbar" aria-label={t('pdf.document', { name })}>
        <PageSteps at={at} pages={pages} goTo={(to) => view?.goTo(to)} />
        <span>
          <Button size="small" aria-label={t('pdf.smaller')} title={t('pdf.smaller')} onClick={() => view?.zoom(-1)}>
            −
          </Button>
          <Button size="small" onClick={() => view?.zoom('fit')}>
            {t('pdf.fit')}
          </Button>
          <Button size="small" aria-label={t('pdf.larger')} title={t('pdf.larger')} onClick={() => view?.zoom(1)}>
            +
          </Button>
        </span>
        <Search found={found} find={(query, walk) => view?.find(query, walk)} />
      </div>
      {asking && <Password asking={asking} />}
      {!pages && !asking && <p role="status">{t('loading')}</p>}
      <div className="pdf-room">
        {/* biome-ignore lint: a scrolling text has to be reachable by keyboard */}
        <div className="pdf-scroll" ref={container} tabIndex={0} role="region" aria-label={t('pdf.document', { name })}>
          <div className="pdfViewer" />
        </div>
      </div>
    </>
  );
}

function PageSteps({ at, pages, goTo }: { at: number; pages: number | undefined; goTo(page: number): void }) {
  const { t } = useTranslation('documents');
  const [typed, setTyped] = useState<string>();
  const go = () => {
    if (typed && /^\d{1,6}$/.test(typed)) goTo(Number(typed));
    setTyped(undefined);
  };
  return (
    <span>
      <Button size="small" aria-label={t('pdf.previous')} title={t('pdf.previous')} onClick={() => goTo(at - 1)}>
        ‹
      </Button>
      <Input
        size="small"
        className="pdf-page"
        aria-label={t('pdf.page')}
        inputMode="numeric"
        maxLength={6}
        value={typed ?? String(at)}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={go}
        onPressEnter={go}
      />
      {pages && t('pdf.of', { pages })}
      <Button size="small" aria-label={t('pdf.next')} title={t('pdf.next')} onClick={() => goTo(at + 1)}>
        ›
      </Button>
    </span>
  );
}

function Search({ found, find }: { found: Found | undefined; find(query: string, walk?: 'next' | 'previous'): void }) {
  const { t } = useTranslation('documents');
  const [query, setQuery] = useState('');
  const [asked, setAsked] = useState('');
  const search = (walk: 'next' | 'previous' = 'next') => {
    find(query, query === asked ? walk : undefined);
    setAsked(query);
  };
  return (
    <span>
      <Input
        size="small"
        className="pdf-find"
        placeholder={t('pdf.find')}
        aria-label={t('pdf.find')}
        maxLength={100}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onPressEnter={() => search()}
      />
      <Button size="small" aria-label={t('pdf.findPrevious')} title={t('pdf.findPrevious')} onClick={() => search('previous')}>
        ↑
      </Button>
      <Button size="small" aria-label={t('pdf.findNext')} title={t('pdf.findNext')} onClick={() => search()}>
        ↓
      </Button>{' '}
      <small role="status">{asked && found && (found.total > 0 ? t('pdf.found', { ...found }) : t('pdf.notFound'))}</small>
    </span>
  );
}

function Password({ asking: { give, again } }: { asking: Asking }) {
  const { t } = useTranslation('documents');
  const [password, setPassword] = useState('');
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t(again ? 'pdf.passwordAgain' : 'pdf.password')}</label>
      <p className="help">{t('pdf.passwordHelp')}</p>
      <Input.Password id={id} autoComplete="off" value={password} onChange={(event) => setPassword(event.target.value)} onPressEnter={() => give(password)} />
      <Button onClick={() => give(password)}>{t('pdf.open')}</Button>
    </div>
  );
}
