import { useTranslation } from 'react-i18next';
import type { Draft } from '../lib/draft';
import { time } from '../lib/format';

/** Says that what is typed is kept, where, and since when. */
export function Saved({ draft: { savedAt, restored, forget } }: { draft: Draft<unknown> }) {
  const { t } = useTranslation();
  return (
    <p className="saved" role="status">
      {savedAt ? t('draft.saved', { time: time(savedAt) }) : restored ? t('draft.restored') : t('draft.local')}{' '}
      {restored && (
        <button
          type="button"
          className="link"
          onClick={() => {
            forget();
            location.reload();
          }}
        >
          {t('draft.discard')}
        </button>
      )}
    </p>
  );
}
