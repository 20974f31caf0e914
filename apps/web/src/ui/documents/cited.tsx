import { type Citation, piecesOf } from '@kernel';
import { useTranslation } from 'react-i18next';
import { Foreign } from '../plain';
import { useShelf } from './reading';
import './texts';

export function useNameOfPlace(): (place: Citation) => string {
  const { t } = useTranslation('documents');
  return ({ bid, part, page }) => {
    const file = part === 'body' ? t('body') : t('annex', { n: part.slice('annex-'.length) });
    return page === undefined ? t('place', { bid, file }) : t('placePage', { bid, file, page });
  };
}

/** Somebody's words; the places in bids that they cite are links into the documents. */
export function Cited({ text }: { text: string }) {
  const shelf = useShelf();
  const nameOf = useNameOfPlace();
  return piecesOf(text).map((piece, i) =>
    typeof piece === 'string' ? (
      <Foreign key={i}>{piece}</Foreign>
    ) : shelf ? (
      <button key={i} type="button" className="link" onClick={() => shelf.show(piece)}>
        [{nameOf(piece)}]
      </button>
    ) : (
      <span key={i}>[{nameOf(piece)}]</span>
    ),
  );
}

/** The pages that a report rests on, as it carries them. */
export function CitedPages({ report }: { report: string | undefined }) {
  const { t } = useTranslation('documents');
  const shelf = useShelf();
  const nameOf = useNameOfPlace();
  const cited = report ? ((JSON.parse(report) as { citations?: Citation[] }).citations ?? []) : [];
  if (cited.length === 0) return null;
  return (
    <p>
      {t('citedPages')}{' '}
      {cited.map((place) => (
        <button key={nameOf(place)} type="button" className="link" onClick={() => shelf?.show(place)}>
          [{nameOf(place)}]
        </button>
      ))}
    </p>
  );
}

/** Below a field: the places that its text cites, to be looked at once more before it is handed in. */
export function CitedPlaces({ text }: { text: string }) {
  const cited = piecesOf(text).filter((piece) => typeof piece !== 'string');
  const shelf = useShelf();
  const nameOf = useNameOfPlace();
  if (cited.length === 0 || !shelf) return null;
  return (
    <p className="help">
      {cited.map((place, i) => (
        <button key={i} type="button" className="link" onClick={() => shelf.show(place)}>
          [{nameOf(place)}]
        </button>
      ))}
    </p>
  );
}
