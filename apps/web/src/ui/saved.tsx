import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemError } from '../lib/api/client';
import type { Draft } from '../lib/draft';
import type { Values } from '../lib/draft-state';
import { time } from '../lib/format';
import { Foreign } from './plain';

type Some = Pick<Draft<Values>, 'savedAt' | 'unsaved' | 'fault' | 'newer' | 'settle' | 'value' | 'discard'>;

/** Says whether what is typed is kept, and since when; a save that failed leaves everything on the page. */
export function Saved({ draft, nameOf }: { draft: Some; nameOf?(field: string): string }) {
  const { t } = useTranslation();
  const { savedAt, unsaved, fault, discard } = draft;
  const reason = fault instanceof ProblemError ? fault.message : t('draft.noAnswer');
  return (
    <>
      <Newer draft={draft} nameOf={nameOf ?? (() => t('draft.field'))} />
      {fault ? (
        <p className="saved banner banner-warning" role="alert">
          {t('draft.failed', { reason })}
        </p>
      ) : (
        <p className="saved" role="status" aria-busy={unsaved}>
          {unsaved ? t('draft.saving') : savedAt ? t('draft.saved', { time: time(savedAt) }) : t('draft.kept')} {discard && savedAt && <Discard discard={discard} />}
        </p>
      )}
    </>
  );
}

/** Stands between the last field and the button of each form, where a Tab and an Enter, or a finger, meet it: what it throws away it asks for first. */
function Discard({ discard }: { discard: () => void }) {
  const { t } = useTranslation();
  const [sure, setSure] = useState<boolean>(); // false: back from the question, and the focus with it
  if (!sure)
    return (
      <button type="button" className="link" onClick={() => setSure(true)} ref={sure === false ? focused : undefined}>
        {t('draft.discard')}
      </button>
    );
  return (
    <span>
      <strong>{t('draft.discardSure')}</strong>{' '}
      <button type="button" className="link" onClick={() => setSure(false)} ref={focused}>
        {t('act.back')}
      </button>{' '}
      <button type="button" className="link" onClick={discard}>
        {t('draft.discardNow')}
      </button>
    </span>
  );
}
const focused = (place: HTMLElement | null) => place?.focus();

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Two pages of one person typed into one field: both texts are shown, and he says which one stays. */
function Newer({ draft: { newer, value, settle }, nameOf }: { draft: Some; nameOf(field: string): string }) {
  const { t } = useTranslation();
  return Object.entries(newer).map(([field, theirs]) => (
    <div className="banner banner-warning" role="alert" key={field}>
      <p>
        {t('draft.newer', { field: nameOf(field) })} <Foreign>{shown(theirs)}</Foreign>
      </p>
      <p>
        {t('draft.mine')} <Foreign>{shown(value[field])}</Foreign>
      </p>
      <div className="act-buttons">
        <Button size="small" onClick={() => settle(field, 'theirs')}>
          {t('draft.takeNewer')}
        </Button>
        <Button size="small" onClick={() => settle(field, 'mine')}>
          {t('draft.keepMine')}
        </Button>
      </div>
    </div>
  ));
}
