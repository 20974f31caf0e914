import { certificateFields } from '@envelope-web';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Tender } from '../../features/tender/api';
import { type Answer, api, type Input } from '../../lib/api/client';
import { date } from '../../lib/format';
import { useLanguage } from '../../lib/settings';
import { CheckField, Field, RadioField, SelectField } from '../../ui/form';
import { Loaded } from '../../ui/page';
import { Foreign } from '../../ui/plain';

type Candidate = Answer<'/api/trustees'>['items'][number];

/** As it is chosen in the editor; the people stay chosen while somebody looks at the other way. */
export interface TypedTrustees {
  by: 'bidders' | 'trustees';
  people: string[];
  threshold: string;
}

export const NO_TRUSTEES: TypedTrustees = { by: 'bidders', people: [], threshold: '2' };
const MOST = 9;

export const typedTrustees = (trustees: Tender['trustees']): TypedTrustees =>
  trustees ? { by: 'trustees', people: trustees.people.map(({ accountId }) => accountId), threshold: String(trustees.threshold) } : NO_TRUSTEES;

export const trusteesOf = ({ by, people, threshold }: TypedTrustees): Input<'/api/tenders'>['trustees'] => (by === 'trustees' ? { threshold: Number(threshold), people } : null);

/** Fewer than two people are no trustees: said here, since the server would only call the request malformed. */
export const trusteesFault = ({ by, people }: TypedTrustees): 'few' | 'many' | undefined =>
  by === 'bidders' || (people.length >= 2 && people.length <= MOST) ? undefined : people.length < 2 ? 'few' : 'many';

function People({ chosen, onChange }: { chosen: readonly string[]; onChange(people: string[]): void }) {
  const { t } = useTranslation('agency');
  const trustees = useQuery({ queryKey: ['trustees'], queryFn: () => api.get('/api/trustees') });
  return (
    <Loaded query={trustees} rows={3}>
      {({ items }) =>
        items.length === 0 ? <p className="unsubmitted">{t('opening.nobody')}</p> : items.map((person) => <Person key={person.accountId} person={person} chosen={chosen} onChange={onChange} />)
      }
    </Loaded>
  );
}

function Person({ person: { accountId, name, organisation, certificate }, chosen, onChange }: { person: Candidate; chosen: readonly string[]; onChange(people: string[]): void }) {
  const { t } = useTranslation('agency');
  const language = useLanguage();
  const label = (
    <>
      <Foreign>{name}</Foreign> · <Foreign>{organisation}</Foreign> <small>{t('opening.until', { date: date(certificateFields(certificate).notAfter, language) })}</small>
    </>
  );
  // the order in which they were chosen is that of their places, from the notice to the opening
  return <CheckField name="/trustees/people" label={label} checked={chosen.includes(accountId)} onChange={(on) => onChange(on ? [...chosen, accountId] : chosen.filter((id) => id !== accountId))} />;
}

/** Who opens the bids: the bidders themselves, or k of n trustees; with what either protects against. */
export function TrusteesField({ value, onChange, tried }: { value: TypedTrustees; onChange(value: TypedTrustees): void; tried: boolean }) {
  const { t } = useTranslation('agency');
  const fault = trusteesFault(value);
  const counts = Array.from({ length: Math.max(1, Math.min(MOST, value.people.length) - 1) }, (_, i) => String(i + 2));
  const choose = (people: string[]) => onChange({ ...value, people, threshold: Number(value.threshold) > Math.max(2, people.length) ? String(Math.max(2, people.length)) : value.threshold });
  return (
    <>
      <RadioField
        name="opening-by"
        label={t('opening.by')}
        value={value.by}
        onChange={(by) => onChange({ ...value, by: by as TypedTrustees['by'] })}
        options={(['bidders', 'trustees'] as const).map((by) => ({ value: by, text: t(`opening.${by}`) }))}
      />
      <p className="help">{t(`opening.${value.by}Help`)}</p>
      {value.by === 'trustees' && (
        <>
          <Field name="/trustees" label={t('opening.people')} help={t('opening.peopleHelp')} error={fault && tried ? t(`opening.${fault}`) : undefined}>
            {({ id, name, ...described }) => (
              <fieldset id={id} name={name} tabIndex={-1} className="choices" aria-label={t('opening.people')} aria-describedby={described['aria-describedby']}>
                <People chosen={value.people} onChange={choose} />
              </fieldset>
            )}
          </Field>
          <SelectField
            name="/trustees/threshold"
            label={t('opening.threshold')}
            help={t('opening.thresholdHelp')}
            value={value.threshold}
            onChange={(threshold) => onChange({ ...value, threshold })}
            options={counts.map((k) => ({ value: k, text: t('opening.kOfN', { k, n: value.people.length }) }))}
          />
        </>
      )}
    </>
  );
}
