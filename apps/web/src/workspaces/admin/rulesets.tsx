import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../lib/api/client';
import { money } from '../../lib/format';
import { useLanguage } from '../../lib/settings';
import { Loaded } from '../../ui/page';
import { Chip, PlainTable } from '../../ui/plain';
import { ListPage } from './list';

/** `30 min`, as the law says it; amounts as amounts. */
function Measure({ value }: { value: string }) {
  const { t } = useTranslation('admin');
  const language = useLanguage();
  const [n = '', unit] = value.split(' ');
  return <>{unit === 'fen' ? money(n, language) : t(`unit.${unit}`, { ns: 'terms', n })}</>;
}

const Mark = ({ mark }: { mark: string }) => {
  const { t } = useTranslation('terms');
  return <Chip tone={mark === 'S' ? 'success' : 'warning'}>{t(`mark.${mark}`)}</Chip>;
};

/** Which rules a project gets when it is accepted: those of the nearest place above it that has its own. */
function Places() {
  const { t } = useTranslation('admin');
  const language = useLanguage();
  const found = useQuery({ queryKey: ['admin', 'rulesets', 'places'], queryFn: () => api.get('/api/rulesets') });
  return (
    <Loaded query={found}>
      {({ rulesets }) => (
        <PlainTable
          caption={t('rulesets.places')}
          rows={rulesets}
          keyOf={({ ruleset }) => ruleset}
          columns={[
            { head: t('rulesets.ruleset'), cell: ({ ruleset }) => <code>{ruleset}</code> },
            { head: t('rulesets.name'), cell: (one) => one[language] },
            { head: t('rulesets.region'), cell: ({ region }) => region || t('rulesets.everywhere') },
            { head: t('rulesets.from'), cell: ({ effectiveFrom }) => effectiveFrom },
            {
              head: t('rulesets.decision'),
              cell: ({ decision }) =>
                decision ? (
                  <>
                    {decision[language]} <Mark mark={decision.mark} />
                  </>
                ) : (
                  t('rulesets.off')
                ),
            },
          ]}
        />
      )}
    </Loaded>
  );
}

export function RulesetsPage() {
  const { t } = useTranslation('admin');
  const language = useLanguage();
  return (
    <ListPage
      name="rulesets"
      load={async () => (await api.get('/api/rulesets')).items}
      keyOf={({ ruleset, term }) => `${ruleset} ${term}`}
      columns={[
        { key: 'ruleset', title: t('rulesets.ruleset'), render: ({ ruleset }) => <code>{ruleset}</code> },
        { key: 'term', title: t('rulesets.term'), render: ({ term }) => t(`rule.${term}`, { ns: 'terms' }) },
        { key: 'value', title: t('rulesets.value'), render: ({ value }) => <Measure value={value} />, numeric: true },
        { key: 'article', title: t('rulesets.article'), render: ({ citation }) => citation[language] },
        { key: 'mark', title: t('rulesets.mark'), render: ({ mark }) => <Mark mark={mark} /> },
      ]}
    >
      <Places />
    </ListPage>
  );
}
