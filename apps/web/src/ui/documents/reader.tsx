import { Button } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bytes } from '../../lib/format';
import { mediaTypeOf } from '@envelope-web';
import { writeCitation } from '@kernel';
import { PdfPane } from './pdf-pane';
import { ImagePane, TextPane } from './plain-panes';
import { type BidDocument, type BidOnShelf, MOST_PANES, type Pane, TENDER, useShelf } from './reading';
import './texts';

const PICTURES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp']);
type Kind = 'pdf' | 'image' | 'text' | 'other';

/** How a file is shown; where its sender said nothing of its type, by the ending of its name. */
function kindOf({ mediaType, fileName }: BidDocument): Kind {
  const type = mediaType === 'application/octet-stream' ? mediaTypeOf(fileName) : mediaType;
  if (type === 'application/pdf') return 'pdf';
  if (PICTURES.has(type)) return 'image';
  return type.startsWith('text/') || type === 'application/json' || type === 'application/xml' ? 'text' : 'other';
}

/** The documents of all bids, one beside another where somebody compares. */
export function Reader() {
  const shelf = useShelf();
  const { t } = useTranslation('documents');
  if (!shelf || shelf.bids.every(({ documents }) => documents.length === 0)) return <p>{t('missing')}</p>;
  return (
    <div className="reader" data-panes={shelf.panes.length}>
      {shelf.panes.map((pane) => (
        <OpenFile key={pane.key} pane={pane} />
      ))}
    </div>
  );
}

/** Whoever follows a link to a page sees that page: below a report, or above a form on a phone, it opened where nobody looked. */
function bringIntoSight(pane: HTMLElement): void {
  const { top, bottom } = pane.getBoundingClientRect();
  const seen = Math.min(bottom, innerHeight) - Math.max(top, 0);
  if (seen < Math.min(bottom - top, innerHeight) / 2) pane.scrollIntoView();
}

function OpenFile({ pane }: { pane: Pane }) {
  const { t } = useTranslation('documents');
  const shelf = useShelf()!;
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    if (shelf.isAwaited(pane) && place.current) bringIntoSight(place.current);
  }, [shelf, pane]);
  const bid = shelf.bids.find(({ number }) => number === pane.bid) ?? shelf.bids[0]!;
  const file = bid.documents.find(({ name }) => name === pane.part) ?? bid.documents[0]!;
  const choose = (value: string) => {
    const [number, part] = value.split('/') as [string, string];
    shelf.show({ bid: Number(number), part }, pane.key);
  };
  return (
    <section className="reader-pane" aria-label={file.fileName} ref={place}>
      <div className="reader-head">
        <select className="select" aria-label={t('choose')} value={`${bid.number}/${file.name}`} onChange={(event) => choose(event.target.value)}>
          {shelf.bids.map(({ number, bidder, documents }) => (
            <optgroup key={number} label={number === TENDER ? t('ofTender') : t('ofBid', { bid: number, bidder })}>
              {documents.map(({ name, fileName, size }) => (
                <option key={name} value={`${number}/${name}`}>
                  {number !== TENDER && `${number} · ${name === 'body' ? t('body') : t('annex', { n: name.slice('annex-'.length) })} · `}
                  {fileName} ({bytes(size)})
                </option>
              ))}
            </optgroup>
          ))}
        </select>
        {shelf.panes.length < MOST_PANES && (
          <Button size="small" onClick={shelf.beside}>
            {t('beside')}
          </Button>
        )}
        {shelf.panes.length > 1 && (
          <Button size="small" onClick={() => shelf.close(pane.key)}>
            {t('close')}
          </Button>
        )}
      </div>
      <Content key={file.sha256} bid={bid} file={file} pane={pane} />
    </section>
  );
}

function Content({ bid, file, pane }: { bid: BidOnShelf; file: BidDocument; pane: Pane }) {
  const { t } = useTranslation('documents');
  const [page, setPage] = useState<number>();
  const [fault, setFault] = useState<unknown>();
  const [again, setAgain] = useState(0);
  const onPage = useCallback((at: number) => setPage(at), []);
  const ofTender = bid.number === TENDER;
  const url = ofTender ? `/api/evaluations/${bid.bidId}/tender-documents/${file.name}` : `/api/bids/${bid.bidId}/documents/${file.name}`;
  const kind = kindOf(file);
  return (
    <>
      {fault !== undefined && (
        <div className="refusal" role="alert">
          <p>{t('failed')}</p>
          <Button
            size="small"
            onClick={() => {
              setFault(undefined);
              setAgain(again + 1);
            }}
          >
            {t('retry')}
          </Button>
        </div>
      )}
      {kind === 'pdf' && fault === undefined && <PdfPane key={again} url={url} name={file.fileName} page={pane.page} visit={pane.visit} onPage={onPage} onFault={setFault} />}
      {kind === 'image' && <ImagePane url={url} file={file} />}
      {kind === 'text' && <TextPane url={url} file={file} />}
      {kind === 'other' && <p>{t('binary', { name: file.fileName, size: bytes(file.size) })}</p>}
      <p className="reader-foot">
        {!ofTender && (kind !== 'pdf' || page !== undefined) && <Cite bid={bid.number} part={file.name} page={kind === 'pdf' ? page : undefined} />}{' '}
        <a className="link" href={url} download={file.fileName}>
          {t('download')}
        </a>
      </p>
    </>
  );
}

function Cite({ bid, part, page }: { bid: number; part: string; page: number | undefined }) {
  const { t } = useTranslation('documents');
  const shelf = useShelf()!;
  const [told, setTold] = useState('');
  const place = { bid, part, ...(page === undefined ? {} : { page }) };
  const cite = async () => {
    if (shelf.cite(place)) return setTold(t('cited'));
    const text = writeCitation(place);
    await navigator.clipboard?.writeText(text).catch(() => undefined);
    setTold(t('copied', { text }));
  };
  return (
    <>
      {/* the reason keeps the cursor while the button is pressed */}
      <Button size="small" onMouseDown={(event) => event.preventDefault()} onClick={() => void cite()}>
        {t(page === undefined ? 'citeFile' : 'cite')}
      </Button>{' '}
      <small role="status">{told}</small>
    </>
  );
}
